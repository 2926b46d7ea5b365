import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { KeyedRoute } from '../../src/server/api/rest/route.ts'
import { ROUTES } from '../../src/server/api/rest/routes/index.ts'
import { createApiKey, revokeApiKey } from '../../src/server/modules/accounts/index.ts'
import { newId, type IdKind } from '../../src/shared/ids.ts'
import { answerOf, gist, type Answer } from './call.ts'
import { idSlotsOf, inputFor, nodesOf, openObjectsOf, undeclaredIdsOf, type Path } from './schema-walk.ts'
import { searchesOf } from './searches.ts'
import { givenTwoWorkspaces, type TwoWorkspaces } from './two-workspaces.ts'

/** The parts of a call that hold ids. */
const PARTS = ['params', 'query', 'body'] as const
type Part = (typeof PARTS)[number]
type Input = Partial<Record<Part, object>>

/** A place that takes a number under which another workspace may have something. */
const RECEIPT = 'replayReceipt params.id'

/** Places where an unknown id is no error but finds nothing; a foreign one must do the same. */
const FINDS_NOTHING = new Set(['listConversations query.contactId', 'listConversations query.channelId'])

const PROVIDER_IDS = /\.(phoneNumberId|wabaId)$/

/** Fields without which the call would be refused whatever its ids are. */
const companionsOf = ({ operationId }: KeyedRoute): object | undefined =>
  ({
    updateConversation: { status: 'resolved' },
    createDeal: { title: 'Mesa' },
    addAddress: { kind: 'email', value: 'ana@nogal.example' },
    sendMessage: { text: 'Hola' },
    sendMessageTo: { text: 'Hola', to: both.ours.customerPhone },
  })[operationId]

interface Place {
  route: KeyedRoute
  part: Part
  path: Path
  foreign: string
  unknown: string
  own: string
}

const KEYED = ROUTES.flatMap((route) => (route.isPublic ? [] : [route]))
const named = KEYED.map((route) => [`${route.method} ${route.path}`, route] as const)

let both: TwoWorkspaces
let callers: [string, Record<string, string>][]
beforeAll(async () => {
  both = await givenTwoWorkspaces()
  callers = await strangers()
  // A key notes its first use, which is no change that a call makes.
  await fetch(`${both.app.url}/api/v1/contacts`, { headers: bearer(both.ours.apiKey) })
})
afterAll(() => both.close())

/** The walk makes more calls a minute than a key may; what limits do has tests of its own. */
beforeEach(async () => {
  const { kv } = both.app.process.composed.services
  await kv.increment(`rate:rest:key:${both.ours.ids.apiKey}`, 60_000, -1_000)
})

const nameOf = ({ route, part, path }: Pick<Place, 'route' | 'part' | 'path'>) =>
  `${route.operationId} ${part}.${path}`

function schemasOf(route: KeyedRoute): [Part, z.ZodType][] {
  const schemas = { params: route.params, query: route.query, body: route.body?.schema }
  return PARTS.flatMap((part) => (schemas[part] ? [[part, schemas[part]] as [Part, z.ZodType]] : []))
}

function placesOf(route: KeyedRoute): Place[] {
  const { ours, theirs } = both
  const byId = schemasOf(route).flatMap(([part, schema]) =>
    idSlotsOf(schema).map(({ path, kind }) => ({
      route,
      part,
      path,
      foreign: theirs.ids[kind],
      unknown: newId(kind),
      own: ours.ids[kind],
    })),
  )
  const receipt = {
    route,
    part: 'params' as const,
    path: 'id',
    foreign: String(theirs.numbers.receipt),
    unknown: '900000000',
    own: String(ours.numbers.receipt),
  }
  return nameOf(receipt) === RECEIPT ? [...byId, receipt] : byId
}

function inputWith(route: KeyedRoute, target?: { part: Part; path: Path; value: string }): Input {
  const own = (kind: IdKind) => both.ours.ids[kind]
  const filled = schemasOf(route).map(([part, schema]) => {
    const filling = target?.part === part ? { own, target } : { own }
    const companions = part === 'body' ? companionsOf(route) : undefined
    return [part, { ...(inputFor(schema, filling) as object), ...companions }]
  })
  return Object.fromEntries(filled) as Input
}

async function call(route: KeyedRoute, input: Input, headers: Record<string, string>): Promise<Answer> {
  const params = (input.params ?? {}) as Record<string, string>
  const path = route.path.replace(/\{(\w+)\}/g, (_all, name: string) => params[name] ?? '')
  const search = new URLSearchParams(input.query as Record<string, string>).toString()
  const isFile = route.body !== undefined && !route.body.schema
  const response = await fetch(`${both.app.url}/api/v1${path}${search && `?${search}`}`, {
    method: route.method,
    headers: {
      ...headers,
      ...(route.body && { 'content-type': isFile ? 'application/pdf' : 'application/json' }),
    },
    ...(route.body && { body: isFile ? '%PDF-1.4' : JSON.stringify(input.body) }),
  })
  return answerOf(response)
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })

/** Callers who have no key of ours that works. */
async function strangers(): Promise<[string, Record<string, string>][]> {
  const { app, ours, theirs } = both
  const { services } = app.process.composed
  const db = services.workspaceDb(ours.workspaceId)
  const revoked = await createApiKey(db, { name: 'old' })
  await revokeApiKey(services, db, revoked.id)
  const [, theirPart = ''] = theirs.apiKey.split('_')
  const [, ourPart = ''] = ours.apiKey.split('_')
  return [
    ['nobody', {}],
    ['the session of our owner', ours.owner.browser.headers()],
    ['a revoked key', bearer(revoked.key)],
    ['our secret under their name', bearer(ours.apiKey.replace(ourPart, theirPart))],
  ]
}

describe('every route', () => {
  it('is walked', () => {
    expect(KEYED.length).toBeGreaterThanOrEqual(14)
  })

  it.each(named)('%s declares its ids, and takes nothing undeclared', (_name, route) => {
    for (const [part, schema] of schemasOf(route)) {
      const places = undeclaredIdsOf(schema).map((path) => nameOf({ route, part, path }))
      expect(places.filter((place) => place !== RECEIPT && !PROVIDER_IDS.test(place))).toEqual([])
      expect(openObjectsOf(schema), part).toEqual([])
    }
  })

  it.each(named)('%s knows callers by a key of their own alone', async (_name, route) => {
    const before = await both.everything()
    for (const [who, headers] of callers) {
      const answer = await call(route, inputWith(route), headers)
      expect(answer.code, who).toBe('UNAUTHENTICATED')
      expect(both.leaksIn(answer.text), who).toEqual([])
    }
    expect(await both.everything()).toEqual(before)
  })
})

describe('the id of something in another workspace', () => {
  it('has a place of its own for every kind of thing that calls name', () => {
    const places = KEYED.flatMap(placesOf).map(nameOf)
    expect(places.length).toBeGreaterThanOrEqual(13)
    for (const place of [...FINDS_NOTHING, RECEIPT]) expect(places).toContain(place)
  })

  it.each(named)('is worth nothing in %s', async (_name, route) => {
    const key = bearer(both.ours.apiKey)
    for (const { part, path, foreign, unknown } of placesOf(route)) {
      const place = nameOf({ route, part, path })
      const before = await both.everything()
      const answer = await call(route, inputWith(route, { part, path, value: foreign }), key)
      expect(answer.code, place).toBe(FINDS_NOTHING.has(place) ? null : 'NOT_FOUND')
      expect(both.leaksIn(answer.text, foreign), place).toEqual([])
      const other = await call(route, inputWith(route, { part, path, value: unknown }), key)
      expect(gist(answer, foreign), place).toBe(gist(other, unknown))
      expect(await both.everything(), place).toEqual(before)
    }
  })
})

describe('what we may read', () => {
  it.each(named.filter(([, { method }]) => method === 'GET'))(
    'with %s holds nothing of theirs, not even where we ask for it',
    async (_name, route) => {
      const targets = route.query ? [undefined, ...searchesOf(route.query, both.theirs)] : [undefined]
      for (const target of targets) {
        const input = inputWith(route, target && { part: 'query', ...target })
        const answer = await call(route, input, bearer(both.ours.apiKey))
        expect(answer.code === 'INTERNAL', answer.body).toBe(false)
        expect(both.leaksIn(answer.text, target?.value), JSON.stringify(target)).toEqual([])
        if (!target) expect(answer.code).toBeNull()
      }
    },
  )
})

describe('a field that nobody declared', () => {
  it.each(named)('is refused by %s', async (_name, route) => {
    const before = await both.everything()
    const valid = inputWith(route)
    const extra = { workspaceId: both.theirs.workspaceId, role: 'owner', isAdmin: 'true' }
    for (const [name, value] of Object.entries(extra)) {
      const parts: Part[] = route.body?.schema ? ['query', 'body'] : ['query']
      for (const part of parts) {
        // A contact has a role in a company: there it is a field like any other.
        if (part === 'body' && nodesOf(route.body?.schema ?? z.never()).some(({ path }) => path === name))
          continue
        const input = { ...valid, [part]: { ...valid[part], [name]: value } }
        const answer = await call(route, input, bearer(both.ours.apiKey))
        expect(answer.code, `${name} in the ${part}`).toBe('VALIDATION_FAILED')
      }
    }
    expect(await both.everything()).toEqual(before)
  })
})

describe('the same Idempotency-Key in two workspaces', () => {
  it('names two calls, each with its own answer', async () => {
    const route = KEYED.find(({ operationId }) => operationId === 'uploadFile')
    if (!route) throw new Error('there is no upload')
    const upload = (key: string) => call(route, {}, { ...bearer(key), 'idempotency-key': 'the-same-words' })
    const theirs = await upload(both.theirs.apiKey)
    const ours = await upload(both.ours.apiKey)
    const idOf = (answer: Answer) => (JSON.parse(answer.body) as { id: string }).id
    expect(idOf(ours)).not.toBe(idOf(theirs))
    expect(idOf(await upload(both.theirs.apiKey))).toBe(idOf(theirs))
    expect(both.leaksIn(ours.text)).toEqual([])
  })
})

/** Last, because these calls do what they say. */
describe('our own id in the same place', () => {
  it.each(named)('is taken by %s', async (_name, route) => {
    for (const { part, path, own } of placesOf(route)) {
      const answer = await call(route, inputWith(route, { part, path, value: own }), bearer(both.ours.apiKey))
      expect(['VALIDATION_FAILED', 'BAD_REQUEST'], answer.body).not.toContain(answer.code)
      // A program uses what programs uploaded: the file of our member is none of its own.
      const isMembersFile = /^(?:attachment|avatarId)/.test(path)
      expect(answer.code === 'NOT_FOUND', `${nameOf({ route, part, path })}: ${answer.body}`).toBe(
        isMembersFile,
      )
    }
  })
})
