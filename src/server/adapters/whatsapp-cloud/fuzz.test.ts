import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { metaFixture, metaFixtureNames } from '../../../../test/contract/meta-fixtures.ts'
import { CHANNEL, factsOfValue } from '../../../../test/contract/whatsapp-cloud.ts'
import { UnreadableItem } from '../contract/index.ts'
import { normalise } from './normalise.ts'
import { split } from './split.ts'

/** Runs it, and takes only our own refusal. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof UnreadableItem) return undefined
    throw error
  }
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const anyJson = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>

/** The same tree with one node replaced. `at` picks the node. */
function replaceAt(tree: Json, at: number, by: Json): Json {
  let left = at
  const walk = (node: Json): Json => {
    if (left-- === 0) return by
    if (Array.isArray(node)) return node.map(walk)
    if (node === null || typeof node !== 'object') return node
    return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, walk(child)]))
  }
  return walk(tree)
}

describe('arbitrary JSON', () => {
  it('is cut without ever throwing', () => {
    fc.assert(
      fc.property(anyJson, (body) => {
        split(body)
        split({ object: 'whatsapp_business_account', entry: body })
        split({
          object: 'whatsapp_business_account',
          entry: [{ id: body, changes: [{ field: 'messages', value: body }] }],
        })
      }),
      { numRuns: 1_000 },
    )
  })

  it('is understood or refused as unreadable', () => {
    const types = fc.constantFrom(
      'text',
      'image',
      'contacts',
      'interactive',
      'system',
      'reaction',
      'order',
      'edit',
      'button',
      'location',
    )
    fc.assert(
      fc.property(types, anyJson, anyJson, (type, body, rest) => {
        readable(() => normalise(body, CHANNEL))
        const from = { id: 'wamid.1', from: '16505551234', timestamp: '1760000001' }
        const message = { ...from, type, [type]: body, context: rest, referral: rest, errors: [rest] }
        readable(() => factsOfValue({ messages: [message], contacts: [rest], errors: rest }))
        readable(() => factsOfValue({ messages: rest, statuses: [rest], history: [rest] }, 'history'))
      }),
      { numRuns: 1_000 },
    )
  })
})

it('survives any node of any recorded webhook being something else', () => {
  const bodies = metaFixtureNames('wa_').map((name) => metaFixture(name) as Json)
  fc.assert(
    fc.property(fc.constantFrom(...bodies), fc.nat(80), anyJson, (body, at, by) => {
      const { routed } = split(replaceAt(body, at, by))
      for (const { item } of routed) {
        const facts = readable(() => normalise(item, CHANNEL)) ?? []
        for (const fact of facts) {
          if (fact.kind !== 'message') continue
          expect(fact.party.identities.length).toBeGreaterThan(0)
          expect(fact.party.replyAddress).toMatch(/^(phone:\d{5,20}|bsuid:[A-Z]{2}\.[A-Za-z0-9.]+)$/)
          expect(fact.sentAt.getTime()).not.toBeNaN()
        }
      }
    }),
    { numRuns: 1_000 },
  )
})
