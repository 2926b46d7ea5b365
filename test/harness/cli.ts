import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCli } from '../../src/server/cli/run.ts'
import { compose } from '../../src/server/compose.ts'
import { DENTAL_NUMBER, NOGAL_NUMBER, TALLER_NUMBER } from '../fake-graph/demo-data.ts'
import type { BusinessNumber } from '../fake-graph/types.ts'

export type CliEnv = Record<string, string | undefined>

export interface CliRun {
  code: number
  stdout: string
  stderr: string
}

/** Settings of an installation that lacks nothing. */
export function cliEnv(databaseUrl: string, more: CliEnv = {}): CliEnv {
  return {
    NODE_ENV: 'test',
    DATABASE_URL: databaseUrl,
    SESSION_SECRET: 'a-session-secret-of-the-tests-0123456789',
    DATA_ENCRYPTION_KEY: 'k-of-the-tests-with-32-characters'.slice(0, 32),
    META_APP_SECRET: 'app-secret-of-the-tests',
    META_WEBHOOK_VERIFY_TOKEN: 'verify-token-of-the-tests',
    SAFE_FETCH_ALLOW_CIDRS: '127.0.0.0/8',
    STORAGE_DIR: mkdtempSync(join(tmpdir(), 'crm-cli-')),
    ...more,
  }
}

/** Runs a command within this process. */
export async function crm(env: CliEnv, ...args: string[]): Promise<CliRun> {
  const run = { code: 0, stdout: '', stderr: '' }
  run.code = await runCli(args, {
    env,
    compose,
    home: join(process.cwd(), 'src/server'),
    out: (text) => (run.stdout += text),
    err: (text) => (run.stderr += text),
  })
  return run
}

/** Runs a command as people do, as a process of its own. */
export function crmProcess(env: CliEnv, ...args: string[]): Promise<CliRun> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/server/cli.ts', ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const run = { code: 1, stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (run.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (run.stderr += text))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ ...run, code: code ?? 1 }))
  })
}

/** The file that `crm seed --channels` wants, for numbers that the fake provider knows. */
export function demoNumbersFile(): string {
  const path = join(mkdtempSync(join(tmpdir(), 'crm-numbers-')), 'numbers.json')
  writeFileSync(path, JSON.stringify(demoNumbers()))
  return path
}

export function demoNumbers() {
  return {
    ventas: credentialsOf(NOGAL_NUMBER),
    taller: credentialsOf(TALLER_NUMBER),
    dental: credentialsOf(DENTAL_NUMBER),
  }
}

function credentialsOf({ phoneNumberId, wabaId, accessToken }: BusinessNumber) {
  return { phoneNumberId, wabaId, accessToken }
}
