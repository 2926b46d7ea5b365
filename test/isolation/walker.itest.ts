import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { disableUser } from '../../src/server/modules/accounts/index.ts'
import { idToBytes, newId, type IdKind, type UserId } from '../../src/shared/ids.ts'
import { roleCan, type Role } from '../../src/shared/permissions.ts'
import type { Browser } from '../harness/client.ts'
import { callProcedure, gist, PROCEDURES, type Answer, type Procedure } from './call.ts'
import { givenMember } from './people.ts'
import { idSlotsOf, inputFor, nodesOf, openObjectsOf, undeclaredIdsOf, type Path } from './schema-walk.ts'
import { rowsOf, type Stock } from './stock.ts'
import { searchesOf } from './searches.ts'
import { givenTwoWorkspaces, type TwoWorkspaces } from './two-workspaces.ts'

/** Ids of the provider's making: no row of ours goes by them. */
const PROVIDER_IDS = new Set(['phoneNumberId', 'wabaId'])

/** Places that take a number under which another workspace may have something. */
const NUMBERED: Record<string, keyof Stock['numbers']> = {
  'receipts.replay id': 'receipt',
  'conversations.byNumber number': 'conversation',
  'deals.byNumber number': 'deal',
}

/** Optional fields without which the call would be refused whatever its ids are. */
const COMPANIONS: Record<string, object> = {
  'messages.send': { text: 'Hola' },
  'contacts.addAddress': { kind: 'email', value: 'ana@nogal.example' },
  'deals.create': { title: 'Mesa' },
}

/** Places where an unknown id is no error but finds nothing; a foreign one must do the same. */
const FINDS_NOTHING = new Set([
  'conversations.list channelId',
  'messages.byIds ids[]',
  'tables.contactsByIds ids[]',
  'tables.companiesByIds ids[]',
  'audit.list actorId',
  'audit.list record|0.recordId',
  'audit.list record|1.recordId',
  'audit.list record|2.recordId',
  'audit.list record|3.recordId',
])

interface Caller {
  name: string
  userId?: UserId
  browser: Browser
  /** What the caller is told about a place that is not theirs. */
  expected(procedure: Procedure): string
}

interface Place {
  procedure: Procedure
  path: Path
  foreign: string | number
  unknown: string | number
  own: string | number
}

let both: TwoWorkspaces
let callers: Caller[]

beforeAll(async () => {
  both = await givenTwoWorkspaces()
  callers = await givenCallers()
})
afterAll(() => both.close())

/** The walk makes more calls a minute than any person does; what limits do has tests of its own. */
beforeEach(async () => {
  const { kv } = both.app.process.composed.services
  const counted = ['ip:127.0.0.1', ...callers.flatMap(({ userId }) => (userId ? `user:${userId}` : []))]
  for (const key of counted) await kv.increment(`rate:calls:${key}`, 60_000, -1_000)
})

async function givenCallers(): Promise<Caller[]> {
  const { app, ours } = both
  const { workspaceId } = ours
  const [agent, viewer, disabled, removed] = await Promise.all(
    (['agent', 'viewer', 'agent', 'agent'] as const).map((role) => givenMember(app, { workspaceId, role })),
  )
  if (!agent || !viewer || !disabled || !removed) throw new Error('members are missing')
  await disableUser(app.process.composed.services, disabled.userId)
  await removeMember(removed)
  const asRole = (role: Role) => (procedure: Procedure) =>
    procedure.meta.permission && !roleCan(role, procedure.meta.permission) ? 'FORBIDDEN' : 'NOT_FOUND'
  const nobody = () => 'UNAUTHENTICATED'
  return [
    { name: 'owner', ...ours.owner, expected: asRole('owner') },
    { name: 'agent', ...agent, expected: asRole('agent') },
    { name: 'viewer', ...viewer, expected: asRole('viewer') },
    { name: 'disabled user', ...disabled, expected: nobody },
    { name: 'removed member', ...removed, expected: () => 'NOT_FOUND' },
    { name: 'signed out', browser: signedOut(), expected: nobody },
  ]
}

async function removeMember({ userId }: { userId: Stock['owner']['userId'] }): Promise<void> {
  const { pools, services } = both.app.process.composed
  const statement = 'UPDATE memberships SET disabled_at = now(3) WHERE user_id = ?'
  await pools.web.query(statement, [Buffer.from(idToBytes(userId))])
  services.accountsCaches.forgetUser(userId)
}

function signedOut(): Browser {
  const { browser } = both.ours.owner
  const headers = () => {
    const { cookie: _cookie, ...rest } = browser.headers()
    return rest
  }
  return { ...browser, headers }
}

function placesOf(procedure: Procedure): Place[] {
  if (!procedure.input) return []
  const { ours, theirs } = both
  const byId = idSlotsOf(procedure.input).map(({ path, kind }) => ({
    procedure,
    path,
    foreign: theirs.ids[kind],
    unknown: newId(kind),
    own: ours.ids[kind],
  }))
  const byNumber = Object.entries(NUMBERED).flatMap(([place, what]) => {
    const [name, path = ''] = place.split(' ')
    if (name !== procedure.path) return []
    return [{ procedure, path, foreign: theirs.numbers[what], unknown: 900_000_000, own: ours.numbers[what] }]
  })
  return [...byId, ...byNumber]
}

const nameOf = ({ procedure, path }: Place) => `${procedure.path} ${path}`

function call(caller: Pick<Caller, 'browser'>, place: Place, value: string | number): Promise<Answer> {
  const { procedure, path } = place
  if (!procedure.input) throw new Error(`${procedure.path} takes no input`)
  const own = (kind: IdKind) => both.ours.ids[kind]
  const input = {
    ...(inputFor(procedure.input, { own, target: { path, value } }) as object),
    ...COMPANIONS[procedure.path],
  }
  return callProcedure(both.app.url, procedure, {
    input: JSON.stringify(input),
    headers: caller.browser.headers(),
  })
}

const walked = PROCEDURES.map((procedure) => [procedure.path, procedure] as const)

describe('every procedure', () => {
  it('is walked, and says who may call it', () => {
    expect(PROCEDURES.length).toBeGreaterThanOrEqual(33)
    for (const { path, meta } of PROCEDURES)
      expect(Object.keys(meta), path).toEqual([expect.stringMatching(/^(public|signedIn|permission)$/)])
  })

  it.each(walked.filter(([, { input }]) => input))(
    '%s declares its ids, and takes nothing undeclared',
    (_path, { path, input }) => {
      if (!input) throw new Error('no input')
      const undeclared = undeclaredIdsOf(input).filter((place) => {
        const name = place.slice(place.lastIndexOf('.') + 1)
        return !PROVIDER_IDS.has(name) && !(`${path} ${place}` in NUMBERED)
      })
      expect(undeclared).toEqual([])
      expect(openObjectsOf(input)).toEqual([])
    },
  )
})

describe('the id of something in another workspace', () => {
  it('has a place of its own for every kind of thing that calls name', () => {
    const places = PROCEDURES.flatMap(placesOf)
    expect(places.length).toBeGreaterThanOrEqual(24)
    for (const place of FINDS_NOTHING) expect(places.map(nameOf)).toContain(place)
  })

  it.each(walked.filter(([, { input }]) => input))('is worth nothing in %s', async (_path, procedure) => {
    for (const place of placesOf(procedure)) {
      const before = await both.everything()
      for (const caller of callers) {
        const why = `${caller.name} calls ${nameOf(place)}`
        const answer = await call(caller, place, place.foreign)
        const findsNothing =
          FINDS_NOTHING.has(nameOf(place)) &&
          caller.expected(procedure) === 'NOT_FOUND' &&
          caller.name !== 'removed member'
        expect(answer.code, why).toBe(findsNothing ? null : caller.expected(procedure))
        expect(both.leaksIn(answer.text, place.foreign), why).toEqual([])
        const unknown = await call(caller, place, place.unknown)
        expect(gist(answer, place.foreign), why).toBe(gist(unknown, place.unknown))
      }
      expect(await both.everything(), nameOf(place)).toEqual(before)
    }
  })
})

describe('what we may read', () => {
  const queries = walked.filter(([, { isMutation }]) => !isMutation)

  it.each(queries)(
    'in %s holds nothing of theirs, not even where we ask for it',
    async (_path, procedure) => {
      const targets = procedure.input ? [undefined, ...searchesOf(procedure.input, both.theirs)] : [undefined]
      for (const target of targets) {
        const own = (kind: IdKind) => both.ours.ids[kind]
        const input =
          procedure.input && JSON.stringify(inputFor(procedure.input, { own, ...(target && { target }) }))
        const answer = await callProcedure(both.app.url, procedure, {
          input,
          headers: both.ours.owner.browser.headers(),
        })
        expect(answer.code === 'INTERNAL', answer.body).toBe(false)
        expect(both.leaksIn(answer.text, target?.value), JSON.stringify(target)).toEqual([])
        if (!target) expect(answer.code).toBeNull()
      }
    },
  )
})

describe('another workspace in the header', () => {
  it.each(walked.filter(([, { meta }]) => meta.permission))('shuts %s', async (_path, procedure) => {
    const before = await both.everything()
    const caller = { ...both.ours.owner.browser.headers(), 'x-crm-workspace': both.theirs.workspaceId }
    const own = (kind: IdKind) => both.theirs.ids[kind]
    const input = procedure.input && JSON.stringify(inputFor(procedure.input, { own }))
    const answer = await callProcedure(both.app.url, procedure, { input, headers: caller })
    expect(answer.code).toBe('NOT_FOUND')
    expect(both.leaksIn(answer.text)).toEqual([])
    expect(await both.everything()).toEqual(before)
  })
})

describe('a field that nobody declared', () => {
  const FIELDS = [
    '"workspaceId":"WS"',
    '"role":"owner"',
    '"isAdmin":true',
    '"__proto__":{"isAdmin":true}',
    '"constructor":{"prototype":{}}',
  ]

  /** A contact has a role in a company: there it is a field like any other. */
  const declares = (input: z.ZodType, field: string) =>
    nodesOf(input).some(({ path }) => field.startsWith(`"${path}":`))

  it.each(walked.filter(([, { input }]) => input))('is refused by %s', async (_path, procedure) => {
    if (!procedure.input) throw new Error('no input')
    const before = await both.everything()
    const valid = JSON.stringify(inputFor(procedure.input, { own: (kind) => both.ours.ids[kind] }))
    for (const field of FIELDS) {
      if (declares(procedure.input, field)) continue
      const input = `{${field.replace('WS', both.theirs.workspaceId)}${valid === '{}' ? '' : ','}${valid.slice(1)}`
      const answer = await callProcedure(both.app.url, procedure, {
        input,
        headers: both.ours.owner.browser.headers(),
      })
      expect(answer.code, `${procedure.path} with ${field}`).toBe('VALIDATION_FAILED')
    }
    expect(await both.everything()).toEqual(before)
  })
})

/** Last, because these calls do what they say. */
describe('our own id in the same place', () => {
  it.each(walked.filter(([, { input }]) => input))('is taken by %s', async (_path, procedure) => {
    for (const place of placesOf(procedure)) {
      const answer = await call({ browser: both.ours.owner.browser }, place, place.own)
      expect(
        ['NOT_FOUND', 'VALIDATION_FAILED', 'BAD_REQUEST'],
        `${nameOf(place)}: ${answer.body}`,
      ).not.toContain(answer.code)
    }
  })

  it('was there all along: the other workspace still has what it had', async () => {
    const [row] = await rowsOf<{ n: number }>(
      both.app,
      'SELECT COUNT(*) AS n FROM conversations WHERE workspace_id = ?',
      both.theirs.workspaceId,
    )
    expect(Number(row?.n)).toBe(3)
  })
})
