import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ChannelError,
  UnreadableItem,
  type ChannelAdapter,
  type Connection,
  type InboundFact,
  type OutboundMessage,
  type Party,
  type PartyIdentity,
} from '../../src/server/adapters/contract/index.ts'
import { MESSAGE_TYPES, SEND_ADVICE } from '../../src/shared/contracts/messages.ts'

/** An adapter together with a provider that can be told how to answer its next send. */
export interface AdapterUnderTest<C> {
  adapter: ChannelAdapter<C>
  connection: Connection<C>
  /** An address that a send of this adapter may go to. */
  to: string
  /** Recorded bodies of webhooks. */
  bodies: { name: string; body: unknown }[]
  /** A body with items of two endpoints, and a text that each one's items alone may hold. */
  shared: { body: unknown; texts: Record<string, string> }
  provider: {
    /** Takes the next message and says so. */
    accept(): void
    /** Takes the next message, and cuts the connection instead of answering. */
    acceptAndCut(): void
    /** Says no to the next message. */
    refuse(): void
    /** Takes no connections from now on; used last. */
    goAway(): Promise<void>
    /** Messages it was asked to send. */
    messagesSeen(): number
  }
}

/** Rules that hold for every kind of channel. Run by each adapter's own test file. */
export function describeAdapterContract<C>(name: string, given: () => AdapterUnderTest<C>): void {
  describe(`${name} keeps the channel contract`, () => {
    describeCapabilities(given)
    describeSplit(given)
    describeNormalise(given)
    describeSend(given)
  })
}

function describeCapabilities<C>(given: () => AdapterUnderTest<C>): void {
  it('states limits that can be met', () => {
    const { capabilities } = given().adapter
    expect(capabilities.textMax).toBeGreaterThan(0)
    expect(capabilities.captionMax).toBeLessThanOrEqual(capabilities.textMax)
    expect(capabilities.replyWindowHours ?? 1).toBeGreaterThan(0)
    expect(capabilities.parallelSends).toBeGreaterThan(0)
    expect(capabilities.sendGapMs).toBeGreaterThanOrEqual(0)
    for (const { mimes, maxBytes } of Object.values(capabilities.outboundMedia)) {
      expect(maxBytes).toBeGreaterThan(0)
      for (const mime of mimes ?? []) expect(mime).toMatch(/^[a-z]+\/[a-z0-9.+-]+$/)
    }
  })

  it('finds its own account in its credentials', () => {
    const { adapter, connection } = given()
    expect(adapter.credentials.parse(connection.credentials)).toEqual(connection.credentials)
    expect(adapter.accountOf(connection.credentials)).toEqual({
      externalAccountId: connection.externalAccountId,
      externalParentId: connection.externalParentId,
    })
  })

  it('asks the provider nothing where no field is given', async () => {
    expect(await given().adapter.check({})).toEqual([])
  })
}

function describeSplit<C>(given: () => AdapterUnderTest<C>): void {
  it('makes at most one item per endpoint of a body', () => {
    const { adapter, bodies } = given()
    for (const { name, body } of bodies) {
      const ids = adapter.split(body).routed.map((item) => item.externalAccountId)
      expect(new Set(ids).size, name).toBe(ids.length)
      for (const id of ids) expect(id, name).toMatch(/^.{1,64}$/)
    }
  })

  it('gives no endpoint a word of another', () => {
    const { adapter, shared } = given()
    const { routed } = adapter.split(shared.body)
    expect(routed.map((item) => item.externalAccountId).toSorted()).toEqual(
      Object.keys(shared.texts).toSorted(),
    )
    for (const { externalAccountId, item } of routed) {
      const text = JSON.stringify(item)
      for (const [owner, word] of Object.entries(shared.texts)) {
        expect(text.includes(word), `${word} in the item of ${externalAccountId}`).toBe(
          owner === externalAccountId,
        )
      }
    }
  })

  it('cuts whatever JSON comes, without throwing', () => {
    const { adapter } = given()
    fc.assert(fc.property(fc.jsonValue(), (body) => void adapter.split(body)))
  })
}

function describeNormalise<C>(given: () => AdapterUnderTest<C>): void {
  it('reads a stored item as it read the fresh one, and changes neither', () => {
    const { adapter, connection, bodies } = given()
    for (const { name, body } of bodies) {
      for (const { item } of adapter.split(body).routed) {
        const stored = JSON.stringify(item)
        const facts = adapter.normalise(item, connection)
        expect(adapter.normalise(JSON.parse(stored), connection), name).toEqual(facts)
        expect(JSON.stringify(item), name).toBe(stored)
      }
    }
  })

  it('states facts that can be stored', () => {
    const { adapter, connection, bodies } = given()
    for (const { body } of bodies) {
      for (const { item } of adapter.split(body).routed)
        adapter.normalise(item, connection).forEach(expectStorable)
    }
  })

  it('refuses what it cannot read, readably', () => {
    const { adapter, connection } = given()
    expect(() => adapter.normalise(null, connection)).toThrow(UnreadableItem)
    fc.assert(
      fc.property(fc.jsonValue(), (item) => {
        try {
          adapter.normalise(item, connection)
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableItem)
        }
      }),
    )
  })
}

/** Lengths are those of the columns. */
function expectStorable(fact: InboundFact): void {
  switch (fact.kind) {
    case 'message':
      expectKey(fact.externalKey)
      expectParty(fact.party)
      expect(MESSAGE_TYPES).toContain(fact.type)
      if (fact.quotedExternalKey !== undefined) expectKey(fact.quotedExternalKey)
      if (fact.direction === 'outbound' || fact.type === 'system') expect(fact.opensWindow).toBe(false)
      expectTime(fact.sentAt)
      for (const { mime, externalMediaId } of fact.attachments) {
        expect(mime.length).toBeLessThanOrEqual(127)
        expectKey(externalMediaId)
      }
      return
    case 'reaction':
      expectKey(fact.targetExternalKey)
      expectParty(fact.party)
      expectTime(fact.sentAt)
      expect(fact.emoji).not.toBe('')
      return
    case 'status':
      expectKey(fact.externalKey)
      expectTime(fact.at)
      expect(fact.error !== undefined).toBe(fact.status === 'failed')
      return
    case 'identity_changed':
      ;[...fact.previous, ...fact.current].forEach(expectIdentity)
      expect(fact.previous.length * fact.current.length).toBeGreaterThan(0)
      return
    case 'channel_problem':
      expect(fact.title).not.toBe('')
      return
    case 'ignored':
      expect(fact.what).toMatch(/^.{1,64}$/)
      return
    case 'unreadable':
      expect(fact.reason).not.toBe('')
  }
}

function expectKey(key: string): void {
  expect(key).toMatch(/^.{1,191}$/)
}

function expectTime(time: Date): void {
  expect(time.getTime()).toBeGreaterThanOrEqual(0)
}

function expectParty(party: Party): void {
  expect(party.identities.length).toBeGreaterThan(0)
  party.identities.forEach(expectIdentity)
  expect(party.replyAddress).toMatch(/^[a-z]+:.+$/)
  expect((party.name ?? '').length).toBeLessThanOrEqual(240)
}

function expectIdentity({ kind, scope, value, matchKey }: PartyIdentity): void {
  expect(matchKey).not.toBe('')
  expect(value.length).toBeLessThanOrEqual(254)
  expect(scope === '').toBe(kind === 'phone')
}

function describeSend<C>(given: () => AdapterUnderTest<C>): void {
  const message = (to: string): OutboundMessage => ({ to, opaque: 'outbox:1', text: 'Hola 👍' })

  it('names the message that the provider accepted', async () => {
    const { adapter, connection, to, provider } = given()
    provider.accept()
    expectKey((await adapter.send(message(to), connection)).externalKey)
  })

  it('calls a refusal refused, with words and advice', async () => {
    const { adapter, connection, to, provider } = given()
    provider.refuse()
    const error = await failureOf(adapter.send(message(to), connection))
    expect(error.outcome).toBe('refused')
    expect(error.error.title).not.toBe('')
    expect(SEND_ADVICE).toContain(error.error.advice)
  })

  it('calls a lost answer unknown: the person may have the message', async () => {
    const { adapter, connection, to, provider } = given()
    provider.acceptAndCut()
    expect(await failureOf(adapter.send(message(to), connection))).toMatchObject({ outcome: 'unknown' })
  })

  it('asks the provider for nothing where the address or the message is none', async () => {
    const { adapter, connection, to, provider } = given()
    const before = provider.messagesSeen()
    for (const out of [message(''), message('nobody'), { to, opaque: 'outbox:1' }]) {
      expect(await failureOf(adapter.send(out, connection))).toMatchObject({ outcome: 'refused' })
    }
    expect(provider.messagesSeen()).toBe(before)
  })

  it('calls a provider that is away temporary, and the message not sent', async () => {
    const { adapter, connection, to, provider } = given()
    await provider.goAway()
    expect(await failureOf(adapter.send(message(to), connection))).toMatchObject({
      outcome: 'refused',
      reason: 'temporary',
    })
  })
}

/** The ChannelError that a call ends in. */
export async function failureOf(call: Promise<unknown>): Promise<ChannelError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ChannelError)
  return error as ChannelError
}
