import { createHash, randomUUID } from 'node:crypto'
import type { Pool, PoolConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Intake } from '../../src/server/modules/inbound/index.ts'
import { sendMessage } from '../../src/server/modules/messages/index.ts'
import { createGuard } from '../../src/server/platform/db/guard/index.ts'
import { conversations } from '../../src/server/schema/index.ts'
import { workspaceTableNames } from '../../src/server/schema/tables.ts'
import { own } from '../../src/server/platform/db/workspace-db.ts'
import { idToBytes, type WorkspaceId } from '../../src/shared/ids.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { eventually } from '../harness/eventually.ts'
import { givenLightChannel, type LightChannel } from '../harness/light.ts'
import { fixture, FIXTURE_A, FIXTURE_M, postWebhook } from '../harness/webhooks.ts'
import { metaBody } from './number.ts'

/**
 * The batches travel as raw text on a pool of their own, past the driver guard. Here the guard reads
 * them after all: what real traffic sends, statement by statement, with the workspace's literal as
 * the parameter that the guard wants to see.
 */
const guard = createGuard({ workspaceTables: workspaceTableNames() })

let app: TestApp
let one: LightChannel
let other: LightChannel
let texts: string[]
let gate: Promise<void> = Promise.resolve()

beforeAll(async () => {
  app = await startTestApp()
  one = await givenLightChannel(app)
  other = await givenLightChannel(app)
  texts = recordSpine(app.process.composed.pools.spine)
  await liveThroughMuch(one)
  await writeToBothAtOnce()
  await overload()
})
afterAll(() => app.close())

/** Notes every text before it goes to the database as it is. */
function recordSpine(pool: Pool): string[] {
  const recorded: string[] = []
  const getConnection = pool.getConnection.bind(pool)
  const query = pool.query.bind(pool)
  vi.spyOn(pool, 'getConnection').mockImplementation(async () => {
    await gate
    return recording(await getConnection(), recorded)
  })
  vi.spyOn(pool, 'query').mockImplementation((async (text: string) => {
    recorded.push(text)
    await gate
    return query(text)
  }) as never)
  return recorded
}

function recording(connection: PoolConnection, recorded: string[]): PoolConnection {
  return new Proxy(connection, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      if (name !== 'query') return value.bind(target) as unknown
      return (text: string) => {
        recorded.push(text)
        return target.query(text)
      }
    },
  })
}

async function post(body: string): Promise<void> {
  expect(await postWebhook(app, body)).toMatchObject({ status: 200 })
}

const at = (channel: LightChannel) => (name: string, wamid?: string) => {
  const body = fixture(name, [[FIXTURE_A, channel]])
  return wamid === undefined ? body : body.replace(/("id": )"wamid\.[^"]+"/, `$1"${wamid}"`)
}

/** One of everything that a provider sends, in an order that lets each find what it speaks of. */
async function liveThroughMuch(channel: LightChannel): Promise<void> {
  const body = at(channel)
  await post(body('wa_in_text'))
  await post(body('wa_in_document_accented_filename'))
  await post(body('wa_in_reply_quoted'))
  await post(body('wa_in_reaction_add'))
  const echo = `wamid.echo-${randomUUID()}`
  await post(body('wa_status_delivered', echo))
  await post(body('wa_smb_echo_text', echo))
  await post(body('wa_status_read', echo))
  await post(body('wa_status_failed_131047', `wamid.unknown-${randomUUID()}`))
  await sendAndLoseTheAnswer(channel)
}

/** The delivery report settles the send; a second send fails because the customer's window is closed. */
async function sendAndLoseTheAnswer({ phoneNumberId, db }: LightChannel): Promise<void> {
  const { services } = app.process.composed
  const waId = '523300000777'
  app.fake.control.customerWrites({
    phoneNumberId,
    from: { waId, name: "L'Ñandú; DROP \\ 'x'" },
    text: "it's; a \\'test\\",
  })
  await app.fake.control.settled()
  const [conversation] = await db.orm
    .select()
    .from(conversations)
    .where(own(db, conversations))
    .orderBy(conversations.number)
    .limit(1)
    .offset(1)
  if (!conversation) throw new Error('no conversation')
  const faults = [{ kind: 'accept-then-drop' }, { kind: 'fail-later', code: 131047 }] as const
  for (const fault of faults) {
    app.fake.control.addFault({ fault, match: { phoneNumberId, endpoint: 'messages' }, count: 1 })
    const input = { conversationId: conversation.id, clientToken: randomUUID(), text: 'Hola' }
    const { id } = await sendMessage(services.sending, db, { input, sender: { kind: 'api' } })
    const done = ['delivered', 'read', 'failed']
    await eventually(async () => {
      const [rows] = await app.process.composed.pools.web.query('SELECT status FROM messages WHERE id = ?', [
        Buffer.from(idToBytes(id)),
      ])
      return done.includes((rows as { status: string }[])[0]?.status ?? '') ? true : undefined
    })
  }
}

/** What goes to the database waits from now on, until the gate is opened. */
function closeGate(): () => void {
  let open = () => {}
  gate = new Promise((resolve) => {
    open = resolve
  })
  return open
}

/** The first batches wait at the gate, so that the rest of both workspaces meets in one. */
async function writeToBothAtOnce(): Promise<void> {
  const open = closeGate()
  const posts = Array.from({ length: 6 }, (_, index) =>
    [one, other].map((channel) => post(said(channel, `${index}`))),
  ).flat()
  await eventually(async () => (app.process.composed.intake.waiting >= 8 ? true : undefined))
  open()
  await Promise.all(posts)
  await post(
    fixture('wa_batch_multi_entry_multi_phone', [
      [FIXTURE_A, one],
      [FIXTURE_M, other],
    ]),
  )
}

function said({ phoneNumberId, wabaId }: LightChannel, from: string): string {
  const message = {
    id: `wamid.${randomUUID()}`,
    from: `52330000090${from}`,
    timestamp: '1760000000',
    type: 'text',
    text: { body: 'Hola' },
  }
  return metaBody([{ phoneNumberId, wabaId, message }])
}

/** An intake whose channels all spill, over the same pool; the drain of the process applies what it stores. */
async function overload(): Promise<void> {
  const { pools, services, directory } = app.process.composed
  const { adapters, log, now, workspaceDb } = services
  const nothing = () => undefined
  const normalise = () => []
  const parts = {
    pool: pools.spine,
    inboundMediaMaxBytes: 1,
    workspaceDb,
    normalise,
    log,
    now,
    onCommit: nothing,
    onChannelFacts: nothing,
  }
  const spilling = new Intake(parts, { has: () => true })
  const open = closeGate()
  const accepted = [one, other, one].map(async (channel, index) => {
    const live = await directory.byId(channel.channelId)
    const [part] = adapters.whatsapp_cloud.split(JSON.parse(said(channel, String(index)))).routed
    if (!live || !part) throw new Error('nothing to spill')
    const body = JSON.stringify(part.item)
    await spilling.accept({
      channel: live,
      content: part.item,
      dedupe: createHash('sha256').update(body).digest().subarray(0, 16),
      body,
      receivedAt: new Date(),
    })
  })
  // The first is being written by itself; the others, of both workspaces, wait for one statement.
  await eventually(async () => (spilling['spill']['waiting'].length === 2 ? true : undefined))
  open()
  await Promise.all(accepted)
  await eventually(async () => {
    const [rows] = await pools.web.query(
      "SELECT COUNT(*) AS n FROM receipts WHERE state = 'pending' AND workspace_id IN (?, ?)",
      [one, other].map(bytesOf),
    )
    return (rows as { n: number }[])[0]?.n === 0 ? true : undefined
  })
}

const bytesOf = ({ workspaceId }: { workspaceId: WorkspaceId }) => Buffer.from(idToBytes(workspaceId))

/** Cuts a text at the semicolons that stand outside its quotes. */
function statementsOf(text: string): string[] {
  return text.match(/(?:'(?:[^'\\]|\\.|'')*'|[^;'])+/gs) ?? []
}

interface Seen {
  statement: string
  /** The workspaces that it names, one per literal. */
  named: Buffer[]
}

/** The statement as the guard knows statements: the workspace is a parameter. */
function seen(raw: string): Seen {
  const named: Buffer[] = []
  const hexes = [one, other].map((channel) => bytesOf(channel).toString('hex'))
  const statement = raw.replace(new RegExp(`x'(${hexes.join('|')})'`, 'g'), (_all, hex: string) => {
    named.push(Buffer.from(hex, 'hex'))
    return '?'
  })
  return { statement, named }
}

const all = () => texts.flatMap(statementsOf).map(seen)
const CONTROL = /^(BEGIN|COMMIT|ROLLBACK)$/
const isOfOne = ({ named }: Seen) => named.every((bytes) => bytes.equals(named[0] ?? bytes))

/** `INSERT messages`: what it does to which table. */
function kindOf({ statement }: Seen): string {
  const [, verb, table] =
    /^(SELECT|INSERT|UPDATE|DELETE)\b.*?\b(?:FROM|INTO|UPDATE)? ?\b(\w+)(?= (?:WHERE|SET|t |\())/s.exec(
      statement,
    ) ?? []
  return `${verb} ${table}`
}

describe('the raw statements of the batches', () => {
  it('were all seen', () => {
    const kinds = new Set(
      all()
        .filter(({ statement }) => !CONTROL.test(statement))
        .map(kindOf),
    )
    expect([...kinds].sort()).toEqual([
      'DELETE outbox',
      'DELETE pending_statuses',
      'INSERT attachments',
      'INSERT conversations',
      'INSERT events',
      'INSERT jobs',
      'INSERT message_reactions',
      'INSERT messages',
      'INSERT pending_statuses',
      'INSERT receipts',
      'INSERT threads',
      'SELECT message_reactions',
      'SELECT messages',
      'SELECT pending_statuses',
      'SELECT threads',
      'UPDATE receipts',
      'UPDATE threads',
      'UPDATE workspace_counters',
    ])
    expect(
      texts.some((text) => [one, other].every((channel) => text.includes(bytesOf(channel).toString('hex')))),
    ).toBe(true)
  })

  it('stay within one workspace each, by the guard’s own judgement', () => {
    const ofOne = all().filter(isOfOne)
    expect(ofOne.length).toBeGreaterThan(60)
    for (const { statement, named } of ofOne) {
      if (!CONTROL.test(statement)) expect(named, statement).not.toEqual([])
      guard.check(statement, named, named[0] ?? bytesOf(one))
    }
  })

  it('name two workspaces at once only where overload stores receipts, each row with its own', () => {
    const ofSeveral = all().filter((each) => !isOfOne(each))
    expect(ofSeveral).not.toEqual([])
    for (const { statement, named } of ofSeveral) {
      expect(statement).toMatch(/^INSERT INTO receipts \(workspace_id,/)
      const verdict = guard.analyse(statement)
      expect(verdict).toMatchObject({ ok: true, bindings: named.map((_, index) => index) })
    }
  })

  it('are refused where they name another workspace', () => {
    for (const { statement, named } of all()) {
      if (named.length === 0) continue
      const foreign = named.map((bytes) => (bytes.equals(bytesOf(one)) ? bytesOf(other) : bytesOf(one)))
      expect(() => guard.check(statement, foreign, named[0] ?? Buffer.alloc(0)), statement).toThrow(
        'not the workspace of the handle',
      )
    }
  })

  it('are refused where their predicate is gone', () => {
    const pinned = all().filter(({ statement }) => /\bworkspace_id = \? AND /.test(statement))
    expect(pinned.length).toBeGreaterThan(30)
    for (const { statement } of pinned) {
      const loose = statement.replace(/(\w+\.)?workspace_id = \? AND /, '')
      expect(guard.analyse(loose).ok, loose).toBe(false)
    }
  })
})
