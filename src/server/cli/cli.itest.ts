import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createScratchDatabase, testDatabaseUrl } from '../../../test/harness/database.ts'
import { cliEnv, crm, crmProcess, type CliRun } from '../../../test/harness/cli.ts'
import { authenticateApiKey } from '../modules/accounts/index.ts'
import { compose } from '../compose.ts'
import { readConfig } from '../config.ts'
import { createLogger } from '../platform/log/index.ts'
import { idToBytes, newId } from '../../shared/ids.ts'
import { workspaceBySlug } from './workspace-by-slug.ts'

const env = () => cliEnv(testDatabaseUrl())
const slugOf = (stem: string) => `${stem}-${crypto.randomUUID().slice(0, 8)}`

function workspace(slug: string, email = `${slug}@acme.example`): string[] {
  return [
    'workspace',
    'create',
    '--name',
    'Acme',
    '--slug',
    slug,
    '--owner-email',
    email,
    '--owner-name',
    'Olga',
  ]
}

/** The one document that stdout must be. */
const json = ({ stdout }: CliRun) => JSON.parse(stdout) as Record<string, unknown>

const errorOf = ({ stderr }: CliRun) =>
  (
    JSON.parse(stderr) as {
      error: { code: string; message: string; details: { fields?: Record<string, string> } }
    }
  ).error

describe('as a process', () => {
  it('prints exactly one JSON document and ends with 0', async () => {
    const slug = slugOf('acme')
    const run = await crmProcess(env(), ...workspace(slug), '--json')
    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(run.stdout.trim().split('\n')).toHaveLength(1)
    expect(json(run)).toMatchObject({
      workspace: { id: expect.stringMatching(/^ws_/), slug },
      owner: { email: `${slug}@acme.example`, generatedPassword: expect.stringMatching(/^[\w-]{20}$/) },
    })
  })

  it('ends with 1 and one sentence where it failed, with 2 where it was not understood', async () => {
    const [failed, misunderstood] = await Promise.all([
      crmProcess(env(), 'api-key', 'create', '--workspace', 'nobodys', '--name', 'shop'),
      crmProcess(env(), 'workspace', 'create', '--nmae', 'Acme'),
    ])
    expect(failed).toEqual({
      code: 1,
      stdout: '',
      stderr: 'crm: there is no workspace with the slug nobodys\n',
    })
    expect(misunderstood).toEqual({
      code: 2,
      stdout: '',
      stderr: "crm: Unknown option '--nmae'. See: crm workspace create --help\n",
    })
  })
})

describe('help', () => {
  it('is there for the whole and for each command', async () => {
    const overview = await crm(env(), '--help')
    const names = [...overview.stdout.matchAll(/^ {2}(\S+(?: \S+)?) {2,}/gm)].map(([, name]) => name ?? '')
    expect(names).toEqual([
      'workspace create',
      'user create',
      'api-key create',
      'migrate',
      'doctor',
      'seed',
      'audit verify',
    ])
    for (const name of names) {
      const run = await crm({}, ...name.split(' '), '--help')
      expect(run).toMatchObject({ code: 0, stderr: '' })
      expect(run.stdout).toContain(`Usage: crm ${name}`)
    }
  })

  it('comes on stderr to whoever asks for nothing', async () => {
    const run = await crm(env())
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toContain('Usage: crm COMMAND')
  })
})

describe('workspaces, people, keys', () => {
  it('make an installation usable from nothing but the command line', async () => {
    const slug = slugOf('acme')
    await crm(
      env(),
      ...workspace(slug, `owner@${slug}.example`),
      '--owner-password',
      'a long password',
      '--country',
      'BR',
    )
    const person = ['--email', `luis@${slug}.example`, '--name', 'Luis', '--role', 'agent']
    const added = await crm(env(), 'user', 'create', '--workspace', slug, ...person, '--json')
    expect(json(added)).toMatchObject({
      user: { email: `luis@${slug}.example`, generatedPassword: expect.any(String) },
    })
    const made = await crm(env(), 'api-key', 'create', '--workspace', slug, '--name', 'Web shop', '--json')
    const { key } = json(made) as { key: string }

    const parts = compose(readConfig(env()), createLogger({ level: 'silent' }))
    try {
      expect(await authenticateApiKey(parts.services, key)).toMatchObject({ name: 'Web shop' })
    } finally {
      await parts.stop()
    }
  })

  it('show a key alone on stdout, and say beside it that it is shown once', async () => {
    const slug = slugOf('acme')
    await crm(env(), ...workspace(slug))
    const run = await crm(env(), 'api-key', 'create', '--workspace', slug, '--name', 'Web shop')
    expect(run.stdout).toMatch(/^crm_[0-9a-z]{26}_[\w-]{43}\n$/)
    expect(run.stderr).toBe('Keep it now: it is shown this once.\n')
  })

  it('name the option that is to blame, in words and in JSON', async () => {
    const slug = slugOf('acme')
    await crm(env(), ...workspace(slug))
    const taken = await crm(env(), ...workspace(slug, 'other@acme.example'), '--json')
    expect(taken).toMatchObject({ code: 1, stdout: '' })
    expect(errorOf(taken)).toMatchObject({
      code: 'ALREADY_EXISTS',
      details: { fields: { '--slug': 'taken' } },
    })

    const words = await crm(env(), ...workspace('Not A Slug', 'nobody'), '--owner-password', 'short')
    expect(words).toMatchObject({ code: 2, stdout: '' })
    for (const option of ['--slug', '--owner-email', '--owner-password'])
      expect(words.stderr).toContain(option)

    const again = ['--email', `${slug}@acme.example`, '--name', 'Olga', '--role', 'agent', '--json']
    const member = await crm(env(), 'user', 'create', '--workspace', slug, ...again)
    expect(errorOf(member)).toMatchObject({
      code: 'ALREADY_EXISTS',
      details: { fields: { '--email': 'taken' } },
    })
  })

  const misunderstood: [why: string, args: string[], says: string][] = [
    ['no such command', ['workspaces', 'create'], 'no command "workspaces create"'],
    ['an option before the command', ['--json', 'migrate'], 'comes before its options'],
    ['options missing', ['user', 'create', '--workspace', 'a'], '--email, --name, --role are missing'],
    ['a value missing', ['api-key', 'create', '--name'], '--name'],
    ['a stray word', ['migrate', 'now'], 'now'],
    [
      'an unknown role',
      ['user', 'create', '--workspace', 'a', '--email', 'a@b.co', '--name', 'A', '--role', 'boss'],
      'owner, admin',
    ],
    ['an empty name', ['api-key', 'create', '--workspace', 'a', '--name', ' '], '--name'],
    ['nothing to seed', ['seed'], '--demo is missing'],
  ]
  it.each(misunderstood)('do not guess: %s', async (_why, args, says) => {
    const run = await crm(env(), ...args)
    expect(run).toMatchObject({ code: 2, stdout: args[0] === '--json' ? expect.anything() : '' })
    expect(run.stderr).toContain(says)
    expect(run.stderr).not.toMatch(/^\s+at /m)
  })
})

describe('surroundings that are not right', () => {
  it('prints the one message of a configuration that is not usable', async () => {
    const run = await crm(
      { DATABASE_URL: 'mysql://root@127.0.0.1/crm', SESSION_SECRET: 'x'.repeat(40) },
      'migrate',
    )
    expect(run).toMatchObject({ code: 1, stdout: '' })
    expect(run.stderr).toContain('DATA_ENCRYPTION_KEY missing')
    const badKey = await crm(
      { ...env(), DATA_ENCRYPTION_KEY: 'short' },
      ...workspace(slugOf('acme')),
      '--json',
    )
    expect(errorOf(badKey)).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('32') })
  })

  it('says that the database is away, and shows where only when asked', async () => {
    const away = { ...env(), DATABASE_URL: 'mysql://root@127.0.0.1:1/crm' }
    const run = await crm(away, ...workspace(slugOf('acme')))
    expect(run).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^crm: the database of DATABASE_URL does not answer/),
    })
    expect(run.stderr).not.toMatch(/^\s+at /m)
    const debugged = await crm({ ...away, LOG_LEVEL: 'debug' }, ...workspace(slugOf('acme')))
    expect(debugged.stderr).toMatch(/^\s+at /m)
  })

  it('sends whoever has not migrated to crm migrate, which tells what it did', async () => {
    const scratch = await createScratchDatabase()
    try {
      const fresh = cliEnv(scratch.url)
      const early = await crm(fresh, ...workspace(slugOf('acme')), '--json')
      expect(errorOf(early)).toMatchObject({
        code: 'NOT_MIGRATED',
        message: expect.stringContaining('crm migrate'),
      })
      const applied = expect.arrayContaining(['0000_base'])
      expect(json(await crm(fresh, 'migrate', '--json'))).toEqual({ applied, alreadyApplied: 0 })
      expect(await crm(fresh, 'migrate')).toEqual({ code: 0, stdout: 'Nothing to do.\n', stderr: '' })
      expect((await crm(fresh, ...workspace(slugOf('acme')))).code).toBe(0)
      const lost = await crm({ ...fresh, CRM_MIGRATIONS_DIR: '/nowhere' }, 'migrate')
      expect(lost.stderr).toContain('no migrations in /nowhere')
    } finally {
      await scratch.drop()
    }
  })
})

describe('.env.example', () => {
  const example = readFileSync('.env.example', 'utf8')

  it('explains every variable that the server reads, and nothing else under its name', () => {
    const source = readFileSync('src/server/config.ts', 'utf8')
    const read = [...source.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name]) => name)
    const listed = [...example.matchAll(/^([A-Z][A-Z_]+)=/gm)].map(([, name]) => name)
    expect(read.length).toBeGreaterThan(20)
    expect(read.filter((name) => !listed.includes(name))).toEqual([])
    const forTools = ['VITE_API_URL', 'SEED_PASSWORD', 'TEST_DATABASE_URL']
    expect(listed.filter((name) => ![...read, ...forTools].includes(name))).toEqual([])
  })
})

describe('audit verify', () => {
  it('ends with 0 while the log is whole, and with 1 naming the row that is not', async () => {
    const slug = slugOf('audit')
    await crm(env(), ...workspace(slug))
    const parts = compose(readConfig(env()), createLogger({ level: 'silent' }))
    try {
      const { systemDb, workspaceDb } = parts.services
      const workspaceId = await workspaceBySlug(systemDb, slug)
      const actor = { kind: 'system' as const, name: 'test' }
      const change = { actor, action: 'contact.updated', entity: 'contact', before: null, after: null }
      await workspaceDb(workspaceId).tx(async (tx) => {
        for (let row = 0; row < 3; row++) tx.audit({ ...change, recordId: newId('contact') })
      })
      const verify = () => crm(env(), 'audit', 'verify', '--workspace', slug, '--json')
      expect(json(await verify())).toEqual({
        ok: true,
        workspaces: [{ workspace: slug, rows: 3, broken: null }],
      })
      const statement = "UPDATE audit_log SET action = 'x' WHERE workspace_id = ? AND seq = 2"
      await parts.pools.web.query(statement, [Buffer.from(idToBytes(workspaceId))])
      const broken = await verify()
      expect(broken.code).toBe(1)
      expect(json(broken)).toMatchObject({
        ok: false,
        workspaces: [{ broken: { seq: 2, reason: 'changed' } }],
      })
      const told = await crm(env(), 'audit', 'verify', '--workspace', slug)
      expect(told.stdout).toContain(`${slug}: row 2 is not what was written`)
    } finally {
      await parts.stop()
    }
  })
})
