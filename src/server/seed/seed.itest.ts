import { createHash } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createScratchDatabase } from '../../../test/harness/database.ts'
import {
  cliEnv,
  crm,
  crmProcess,
  demoNumbersFile,
  type CliEnv,
  type CliRun,
} from '../../../test/harness/cli.ts'
import { startFakeGraph, type FakeGraph } from '../../../test/fake-graph/fake-graph.ts'
import {
  ATTACHMENT_STATES,
  DELIVERY_STATUSES,
  MESSAGE_DIRECTIONS,
  MESSAGE_ORIGINS,
  MESSAGE_TYPES,
} from '../../shared/contracts/messages.ts'
import { verifyPassword } from '../platform/crypto/index.ts'
import { workspaceTableNames } from '../schema/tables.ts'
import type { DemoLogin } from './logins.ts'

let scratch: Awaited<ReturnType<typeof createScratchDatabase>>
let fake: FakeGraph
let database: Connection
let env: CliEnv
let first: CliRun

beforeAll(async () => {
  scratch = await createScratchDatabase()
  fake = await startFakeGraph()
  env = cliEnv(scratch.url, {
    META_GRAPH_URL: fake.url,
    STORAGE_DIR: mkdtempSync(join(tmpdir(), 'crm-seed-')),
  })
  await crm(env, 'migrate')
  first = await crmProcess(env, 'seed', '--demo', '--channels', demoNumbersFile(), '--json')
  database = await createConnection({ uri: scratch.url, timezone: 'Z' })
}, 180_000)
afterAll(async () => {
  await database.end()
  await fake.close()
  await scratch.drop()
})

const loginsOf = ({ stdout }: CliRun) => (JSON.parse(stdout) as { logins: DemoLogin[] }).logins

async function rows(sql: string): Promise<RowDataPacket[]> {
  const [found] = await database.query<RowDataPacket[]>(sql)
  return found
}

async function values(sql: string): Promise<unknown[]> {
  return (await rows(sql)).map((row) => Object.values(row)[0])
}

async function rowCounts(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of [...workspaceTableNames(), 'users', 'workspaces', 'leases'])
    counts[table] = Number((await values(`SELECT COUNT(*) FROM ${table}`))[0])
  return counts
}

/** A thread's newest conversation with its contact. */
async function conversationOf(name: string): Promise<RowDataPacket> {
  const [row] = await rows(
    `SELECT c.*, t.id AS thread, t.window_expires_at AS expires, u.name AS assignee,
       timestampdiff(SECOND, c.waiting_since, utc_timestamp()) / 60 AS waits
     FROM contacts p JOIN threads t ON t.contact_id = p.id JOIN conversations c ON c.id = t.last_conversation_id
     LEFT JOIN users u ON u.id = c.assignee_id WHERE p.name = ${database.escape(name)}`,
  )
  if (!row) throw new Error(`nobody is called ${name}`)
  return row
}

describe('the demo', () => {
  it('says who may sign in, and with what', async () => {
    expect(first).toMatchObject({ code: 0, stderr: '' })
    const logins = loginsOf(first)
    expect(logins[0]).toMatchObject({ name: 'Ana Beltrán', role: 'agent', workspace: 'nogal-y-lino' })
    const places = logins.filter((login) => login.name === 'Ana Beltrán').map((login) => login.workspace)
    expect(places).toEqual(['nogal-y-lino', 'dental-sonrisa-sur'])
    for (const { email, password, role, workspace } of logins) {
      const [row] = await rows(
        `SELECT u.password_hash AS hash, m.role FROM users u JOIN memberships m ON m.user_id = u.id
         JOIN workspaces w ON w.id = m.workspace_id WHERE u.email = '${email}' AND w.slug = '${workspace}'`,
      )
      expect(row?.['role']).toBe(role)
      expect(await verifyPassword(password, row?.['hash'])).toBe(true)
    }
  }, 60_000)

  it('has the deals, people and tasks that the shop is known for, each at its own time', async () => {
    const perStage = await rows(
      `SELECT COUNT(*) AS n FROM deals d JOIN stages s ON s.id = d.stage_id WHERE d.status = 'open'
       GROUP BY s.position ORDER BY s.position`,
    )
    expect(perStage.map(({ n }) => Number(n))).toEqual([12, 9, 14, 7, 4])
    const one = async (sql: string) => Number((await values(sql))[0])
    expect(await one("SELECT SUM(amount) FROM deals WHERE status = 'open'")).toBe(184_000_000)
    expect(await one("SELECT SUM(amount) FROM deal_totals WHERE status = 'open'")).toBe(184_000_000)
    expect(
      await values("SELECT COUNT(*) FROM deals WHERE status <> 'open' GROUP BY status ORDER BY status"),
    ).toEqual([48, 70])
    expect(await one("SELECT COUNT(*) FROM deals WHERE status = 'won' AND amount = 41200000")).toBe(1)
    expect(
      await one(
        "SELECT COUNT(*) FROM deals WHERE status = 'open' AND touched_at < utc_timestamp() - INTERVAL 20 DAY",
      ),
    ).toBe(8)
    expect(await one('SELECT COUNT(*) FROM tasks')).toBe(90)
    expect(await one('SELECT COUNT(*) FROM tasks WHERE done_at IS NOT NULL')).toBe(40)
    expect(await one('SELECT COUNT(*) FROM companies')).toBe(58)
    expect(
      await one(
        "SELECT COUNT(*) FROM deals WHERE status <> 'open' AND created_at > utc_timestamp() - INTERVAL 1 DAY",
      ),
    ).toBe(0)
  })

  it('knows 420 people by what the shop asks them, and can find them by it', async () => {
    const one = async (sql: string) => Number((await values(sql))[0])
    const people = "JOIN workspaces w ON w.id = p.workspace_id AND w.slug = 'nogal-y-lino'"
    expect(await one(`SELECT COUNT(*) FROM contacts p ${people}`)).toBe(420)
    expect(await values('SELECT label FROM fields WHERE is_filterable = 1 ORDER BY position')).toEqual([
      'Ciudad',
      'Tipo de cliente',
      'Madera preferida',
      'Cumpleaños',
      'RFC/NIT/CNPJ',
    ])
    const known = await rows(
      `SELECT f.label, COUNT(DISTINCT v.record_id) AS people FROM field_values v
       JOIN fields f ON f.workspace_id = v.workspace_id AND f.id = v.field_id GROUP BY f.label`,
    )
    for (const { label, people: count } of known) expect(Number(count), label).toBeGreaterThan(60)
    expect(known).toHaveLength(5)
    expect(await one(`SELECT COUNT(*) FROM contacts p ${people} WHERE p.custom IS NOT NULL`)).toBe(420)
  })

  it('asks whether Sebastián, who wrote, is the one who left an e-mail address', async () => {
    const [pair] = await rows(
      `SELECT a.name AS one, b.name AS other, s.reason, s.dismissed_at AS dismissedAt FROM merge_suggestions s
       JOIN contacts a ON a.workspace_id = s.workspace_id AND a.id = s.contact_id
       JOIN contacts b ON b.workspace_id = s.workspace_id AND b.id = s.other_contact_id`,
    )
    const name = 'Sebastián Ocampo'
    expect(pair).toEqual({ one: name, other: name, reason: 'shared_address', dismissedAt: null })
  })

  it('has rung Ana’s bell 25 times, each at its own time, the older ones read', async () => {
    const told = await rows(
      `SELECT n.kind, n.read_at AS readAt, n.created_at AS at FROM notifications n JOIN users u ON u.id = n.user_id
       JOIN workspaces w ON w.id = n.workspace_id
       WHERE u.name = 'Ana Beltrán' AND w.slug = 'nogal-y-lino' ORDER BY n.created_at`,
    )
    expect(told).toHaveLength(25)
    expect(new Set(told.map(({ kind }) => kind))).toEqual(
      new Set(['conversation_assigned', 'deal_assigned', 'task_assigned', 'task_due']),
    )
    expect(new Set(told.map(({ at }) => at.toISOString().slice(0, 10))).size).toBeGreaterThan(5)
    const unread = told.filter(({ readAt }) => readAt === null).length
    expect(unread).toBeGreaterThan(0)
    expect(unread).toBeLessThan(25)
  })

  it('has an audit log in the order of its moments, whose chain holds', async () => {
    const logged = await rows('SELECT at FROM audit_log ORDER BY workspace_id, seq')
    expect(logged.length).toBeGreaterThan(40)
    expect(logged).toEqual(logged.toSorted((a, b) => a['at'] - b['at']))
    const verified = await crm(env, 'audit', 'verify', '--json')
    expect(verified).toMatchObject({ code: 0 })
  })

  it('[SEED-1] is the same in every run: the same rows, the same totals', async () => {
    // Whatever the day: ids and moments differ, and nothing else does.
    const digest = createHash('sha256')
    for (const sql of [
      'SELECT p.name, p.lifecycle, p.custom, p.source FROM contacts p ORDER BY p.name, p.source, p.custom',
      'SELECT i.kind, i.value FROM identities i ORDER BY i.kind, i.value',
      'SELECT c.name, c.domain FROM companies c ORDER BY c.name',
      'SELECT d.number, d.title, d.amount, d.status, s.name AS stage FROM deals d JOIN stages s ON s.id = d.stage_id ORDER BY d.number',
      'SELECT t.title, t.type, u.name, t.done_at IS NULL AS open FROM tasks t JOIN users u ON u.id = t.assignee_id ORDER BY t.title, u.name, open, t.type',
      'SELECT m.direction, m.type, m.text, m.status FROM messages m ORDER BY m.text, m.type, m.direction, m.status',
      'SELECT l.name, COUNT(*) AS n FROM labelings g JOIN labels l ON l.id = g.label_id GROUP BY l.name ORDER BY l.name',
    ])
      digest.update(JSON.stringify(await rows(sql)))
    expect(digest.digest('hex')).toMatchInlineSnapshot(
      `"f5a216075911b517cfc6d1f56bd1f5bbb5dc6aea5e21c85618a86c722f38b8f0"`,
    )
  })

  it('is made once: a second run changes nothing and prints the same', async () => {
    const before = await rowCounts()
    // By then people have worked in it, and their work must stay.
    await database.query(
      "UPDATE conversations SET status = 'resolved', open_key = NULL WHERE status = 'open' AND unread_count = 3",
    )
    const states = 'SELECT id, version, status, assignee_id FROM conversations ORDER BY id'
    const worked = await rows(states)
    const second = await crm(env, 'seed', '--demo', '--json')
    expect(second).toEqual(first)
    expect(await rowCounts()).toEqual(before)
    expect(await rows(states)).toEqual(worked)
    await database.query(
      "UPDATE conversations SET status = 'open', open_key = thread_id WHERE status = 'resolved' AND unread_count = 3",
    )
  })

  it('shows every kind of message, and every state that can last', async () => {
    const seen = async (column: string) =>
      new Set(await values(`SELECT DISTINCT ${column} FROM messages WHERE ${column} IS NOT NULL`))
    expect(await seen('type')).toEqual(new Set(MESSAGE_TYPES))
    expect(await seen('direction')).toEqual(new Set(MESSAGE_DIRECTIONS))
    expect(await seen('origin')).toEqual(new Set(MESSAGE_ORIGINS))
    // What is queued or being sent would really be sent.
    const lasting = DELIVERY_STATUSES.filter((status) => status !== 'queued' && status !== 'sending')
    expect(await seen('status')).toEqual(new Set(lasting))
    const settled = ATTACHMENT_STATES.filter((state) => state !== 'uploaded' && state !== 'pending')
    expect(new Set(await values('SELECT DISTINCT state FROM attachments'))).toEqual(new Set(settled))
    const codes = await values(
      "SELECT DISTINCT json_value(error, '$.code') FROM messages WHERE status = 'failed'",
    )
    expect(new Set(codes.map(Number))).toEqual(new Set([131047, 131026]))
    expect(await values('SELECT DISTINCT status FROM channels ORDER BY status')).toEqual([
      'connected',
      'disconnected',
    ])
    for (const fact of ['quoted_external_key IS NOT NULL', "json_value(payload, '$.forwarded') = 'once'"])
      expect(await values(`SELECT COUNT(*) > 0 FROM messages WHERE ${fact}`)).toEqual([1])
    expect(await values('SELECT COUNT(*) FROM message_reactions')).toEqual([2])
  })

  it('leaves nothing behind that would act: no send, no job, no failed receipt', async () => {
    expect(await values('SELECT state FROM outbox')).toEqual(['held'])
    // What fields are found by is written again in the background, which changes nothing here.
    expect(await values('SELECT DISTINCT name FROM jobs')).toEqual(['fields.rebuild_lookups'])
    expect(await values("SELECT COUNT(*) FROM receipts WHERE state <> 'done'")).toEqual([0])
    expect(fake.control.sent().messages).toEqual([])
  })

  it('greets with Regina, who waits for Ana since two minutes with three messages unread', async () => {
    const regina = await conversationOf('Regina Solórzano')
    expect(regina).toMatchObject({
      status: 'open',
      assignee: 'Ana Beltrán',
      unread_count: 3,
      last_direction: 'inbound',
    })
    const sinceSeed = Number(regina['waits'])
    expect(sinceSeed).toBeGreaterThanOrEqual(2)
    const joaquin = await conversationOf('Joaquín Peralta')
    expect(Number(joaquin['waits']) - sinceSeed).toBeCloseTo(7, 1)
    expect(regina['created_at'].getTime()).toBeLessThan(Date.now() - 3_600_000)
  })

  it('holds the scenes that screens are built for', async () => {
    const lorena = await conversationOf('Lorena Cué')
    expect(lorena['expires'].getTime()).toBeLessThan(Date.now())
    expect(await values('SELECT text FROM drafts')).toEqual(['Hola, Lorena, tu entrega queda para el '])
    expect(await conversationOf('Paola Nieves · Hotel Ribera')).toMatchObject({
      status: 'resolved',
      assignee: 'Bruno Salcedo',
    })
    expect(await conversationOf('Renata')).toMatchObject({ assignee: null, status: 'open' })
    const [renata] = await rows(
      "SELECT i.kind FROM identities i JOIN contacts p ON p.id = i.contact_id WHERE p.name = 'Renata'",
    )
    expect(renata?.['kind']).toBe('wa_bsuid')
    const [chayo] = await rows(
      `SELECT COUNT(*) AS messages, timestampdiff(MONTH, MIN(m.sent_at), MAX(m.sent_at)) AS months, COUNT(DISTINCT m.conversation_id) AS talks
       FROM messages m JOIN threads t ON t.id = m.thread_id JOIN contacts p ON p.id = t.contact_id WHERE p.name = 'Doña Chayo Méndez'`,
    )
    expect(chayo).toMatchObject({ messages: 2400, months: 22, talks: 100 })
    const [size] = await rows(
      "SELECT COUNT(*) AS threads FROM threads t JOIN workspaces w ON w.id = t.workspace_id WHERE w.slug = 'dental-sonrisa-sur'",
    )
    expect(size?.['threads']).toBe(8)
  })

  it('numbers conversations in the order in which they began', async () => {
    const began = await rows(
      'SELECT workspace_id, created_at FROM conversations ORDER BY workspace_id, number',
    )
    const sorted = began.toSorted(
      (a, b) =>
        Buffer.compare(a['workspace_id'], b['workspace_id']) ||
        a['created_at'].getTime() - b['created_at'].getTime(),
    )
    expect(began).toEqual(sorted)
  })
})

describe('the command', () => {
  const refusals: [why: string, call: { more?: CliEnv; args?: string[] }, says: string][] = [
    ['production without consent', { more: { NODE_ENV: 'production' } }, '--yes-demo'],
    ['another size', { args: ['--size', 'huge'] }, '--size huge is unknown'],
    ['a password nobody may have', { more: { SEED_PASSWORD: 'short' } }, 'SEED_PASSWORD'],
    ['a file that is not there', { args: ['--channels', '/nowhere.json'] }, '/nowhere.json cannot be read'],
    ['a file of something else', { args: ['--channels', 'package.json'] }, 'ventas'],
  ]
  it.each(refusals)('refuses %s', async (_why, { more = {}, args = [] }, says) => {
    const run = await crm({ ...env, ...more }, 'seed', '--demo', ...args)
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(says) })
  })

  it('goes on in production when told that it is meant', async () => {
    expect(await crm({ ...env, NODE_ENV: 'production' }, 'seed', '--demo', '--yes-demo', '--json')).toEqual(
      first,
    )
  })

  it('does not print passwords that do not open', async () => {
    const run = await crm({ ...env, SEED_PASSWORD: 'another long password' }, 'seed', '--demo')
    expect(run).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('another SEED_PASSWORD'),
    })
  })

  it('asks for numbers where it would have to connect some', async () => {
    const other = await createScratchDatabase()
    try {
      const fresh = { ...env, DATABASE_URL: other.url }
      await crm(fresh, 'migrate')
      const run = await crm(fresh, 'seed', '--demo')
      expect(run).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('--channels: is missing'),
      })
    } finally {
      await other.drop()
    }
  })
})
