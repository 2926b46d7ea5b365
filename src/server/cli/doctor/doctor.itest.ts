import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createScratchDatabase } from '../../../../test/harness/database.ts'
import { cliEnv, crm, type CliEnv } from '../../../../test/harness/cli.ts'
import { NOGAL_NUMBER } from '../../../../test/fake-graph/demo-data.ts'
import { startFakeGraph, type FakeGraph } from '../../../../test/fake-graph/fake-graph.ts'
import { compose } from '../../compose.ts'
import { readConfig } from '../../config.ts'
import { createWorkspace } from '../../modules/accounts/index.ts'
import { connectChannel } from '../../modules/channels/index.ts'
import { createLogger } from '../../platform/log/index.ts'
import type { Finding } from './check.ts'

let scratch: Awaited<ReturnType<typeof createScratchDatabase>>
let empty: Awaited<ReturnType<typeof createScratchDatabase>>
let fake: FakeGraph
let env: CliEnv

beforeAll(async () => {
  ;[scratch, empty] = [await createScratchDatabase(), await createScratchDatabase()]
  fake = await startFakeGraph()
  env = cliEnv(scratch.url, { META_GRAPH_URL: fake.url })
  await crm(env, 'migrate')
  await connectNumber()
})
afterAll(async () => {
  await fake.close()
  await scratch.drop()
  await empty.drop()
})
beforeEach(() => fake.control.clearFaults())

async function connectNumber(): Promise<void> {
  const parts = compose(readConfig(env), createLogger({ level: 'silent' }))
  const owner = { email: 'olga@acme.example', name: 'Olga', password: 'a long password' }
  const { workspaceId } = await createWorkspace(parts.services, {
    name: 'Acme',
    slug: 'acme',
    country: 'MX',
    owner,
  })
  const { phoneNumberId, wabaId, accessToken } = NOGAL_NUMBER
  await connectChannel(parts.services.channels, parts.services.workspaceDb(workspaceId), {
    kind: 'whatsapp_cloud',
    name: 'Ventas',
    credentials: { phoneNumberId, wabaId, accessToken },
  })
  await parts.stop()
}

async function diagnose(more: CliEnv = {}) {
  const run = await crm({ ...env, ...more }, 'doctor', '--json')
  const answer = JSON.parse(run.stdout) as { ok: boolean; checks: Finding[] }
  const of = (name: string) => answer.checks.find((check) => check.name === name)
  return { code: run.code, ...answer, of }
}

describe('doctor', () => {
  it('finds an installation well, and tells of each thing that it looked at', async () => {
    const { code, ok, checks } = await diagnose()
    expect({ code, ok }).toEqual({ code: 0, ok: true })
    expect(checks.map(({ name, state }) => `${state} ${name}`)).toEqual([
      'ok configuration',
      'ok database',
      'ok collation',
      'ok migrations',
      'ok isolation',
      'ok packets',
      'ok queues',
      'ok storage',
      'ok redis',
      'ok address',
      'ok verify token',
      'ok app secret',
      'ok encryption key',
      'ok acme / Ventas',
      'warn acme / Ventas, webhooks',
    ])
  })

  it('says it in words, with the way out under each trouble', async () => {
    const run = await crm({ ...env, META_WEBHOOK_VERIFY_TOKEN: '' }, 'doctor')
    expect(run.code).toBe(0)
    expect(run.stdout).toMatch(/^ok {4}configuration/)
    expect(run.stdout).toMatch(/^warn {2}verify token .*\n +→ Set it to the token in Meta's console/m)
  })

  it('names a configuration that is not usable, and looks no further', async () => {
    const { code, checks } = await diagnose({ DATA_ENCRYPTION_KEY: '' })
    expect(code).toBe(1)
    expect(checks).toEqual([expect.objectContaining({ name: 'configuration', state: 'fail' })])
  })

  it('tells a database that is away from one that is behind', async () => {
    const away = await diagnose({ DATABASE_URL: 'mysql://root@127.0.0.1:1/crm' })
    expect(away.of('database')).toMatchObject({
      state: 'fail',
      mend: expect.stringContaining('DATABASE_URL'),
    })
    const behind = await diagnose({ DATABASE_URL: empty.url })
    expect(behind.of('migrations')).toMatchObject({ state: 'fail', mend: 'Run crm migrate.' })
    expect([away.code, behind.code]).toEqual([1, 1])
  })

  it('notices a lost encryption key before a customer does', async () => {
    const { code, of } = await diagnose({ DATA_ENCRYPTION_KEY: 'another-key-with-32-characters-x' })
    expect(code).toBe(1)
    expect(of('encryption key')).toMatchObject({
      state: 'fail',
      detail: expect.stringContaining('acme / Ventas'),
    })
  })

  it('asks the provider about the token: refused is a failure, silence a warning', async () => {
    fake.control.addFault({ fault: { kind: 'refuse', code: 190 }, match: { endpoint: 'account' } })
    const refused = await diagnose()
    expect(refused.of('acme / Ventas')).toMatchObject({
      state: 'fail',
      detail: expect.stringContaining('accessToken'),
    })
    fake.control.clearFaults()
    const silent = await diagnose({ META_GRAPH_URL: 'http://127.0.0.1:1' })
    expect(silent.of('acme / Ventas')).toMatchObject({ state: 'warn' })
    expect([refused.code, silent.code]).toEqual([1, 0])
  })

  const surroundings: [thing: string, state: Finding['state'], more: CliEnv][] = [
    ['storage', 'fail', { STORAGE_DIR: '/dev/null/media' }],
    ['redis', 'warn', { REDIS_URL: 'redis://127.0.0.1:1' }],
    ['address', 'fail', { NODE_ENV: 'production', PUBLIC_URL: 'http://crm.example.com' }],
    ['address', 'warn', { NODE_ENV: 'production', PUBLIC_URL: 'http://127.0.0.1:3000' }],
    ['address', 'ok', { NODE_ENV: 'production', PUBLIC_URL: 'https://crm.example.com' }],
    ['verify token', 'warn', { META_WEBHOOK_VERIFY_TOKEN: '' }],
    ['app secret', 'warn', { META_APP_SECRET: '' }],
  ]
  it.each(surroundings)('%s: %s', async (thing, state, more) => {
    const { of, code } = await diagnose(more)
    expect(of(thing)?.state).toBe(state)
    expect(code).toBe(state === 'fail' ? 1 : 0)
  })
})
