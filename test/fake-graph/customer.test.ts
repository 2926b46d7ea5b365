import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CustomerContent, CustomerMessage } from './world/customer-writes.ts'
import { NOGAL_NUMBER } from './demo-data.ts'
import { givenFake, REGINA, type Setup } from './given.ts'
import { messageEntry, valueOf } from './receiver.ts'
import type { JsonObject } from './types.ts'

const { phoneNumberId } = NOGAL_NUMBER
let setup: Setup

beforeEach(async () => {
  setup = await givenFake()
})
afterEach(() => setup.close())

function fixture(name: string): JsonObject {
  return JSON.parse(
    readFileSync(new URL(`../fixtures/meta/${name}.json`, import.meta.url), 'utf8'),
  ) as JsonObject
}

/** Paths of all keys, so that two payloads can be compared by shape. */
function shapeOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return shapeOf(value[0], `${path}[]`)
  if (typeof value !== 'object' || value === null) return [`${path}: ${typeof value}`]
  return Object.entries(value)
    .flatMap(([key, child]) => shapeOf(child, `${path}.${key}`))
    .toSorted()
}

async function payloadOf(
  message: Omit<CustomerMessage, 'phoneNumberId' | 'from'>,
  from = {},
): Promise<JsonObject> {
  setup.fake.control.customerWrites({ phoneNumberId, from: { ...REGINA, ...from }, ...message })
  await setup.fake.control.settled()
  return setup.receiver.received.at(-1)?.body ?? {}
}

describe("what a customer writes has the shape of Meta's payload", () => {
  const bytes = Buffer.from('x')
  const reply = 'wamid.HBgLMTY1MDU1NTEyMzQVAgARGBI4MjZGRDA0OUE2OTQ3RkEyMzcA'
  const cases: [string, CustomerContent & { replyTo?: string; forwarded?: 'often' }][] = [
    ['wa_in_text', { text: 'Hola' }],
    ['wa_in_image_caption_url', { image: { bytes, mimeType: 'image/jpeg', caption: 'Mesa' } }],
    [
      'wa_in_location',
      {
        location: {
          latitude: 20.6,
          longitude: -103.3,
          name: 'Taller',
          address: 'Calle 1',
          url: 'https://x.example',
        },
      },
    ],
    ['wa_in_reaction_add', { reaction: { messageId: reply, emoji: '👍' } }],
    ['wa_in_reaction_removed_empty', { reaction: { messageId: reply, emoji: '' } }],
    [
      'wa_in_interactive_button_reply',
      { option: { kind: 'button_reply', id: 'a', title: 'A' }, replyTo: reply },
    ],
    ['wa_in_reply_quoted', { text: 'Sí', replyTo: reply }],
    ['wa_in_forwarded_many_times', { text: 'Cadena', forwarded: 'often' }],
    ['wa_in_unsupported', { unsupported: true }],
  ]

  it.each(cases)('%s', async (name, message) => {
    expect(shapeOf(await payloadOf(message))).toEqual(shapeOf(fixture(name)))
  })

  it('wa_in_text_bsuid_only_username, when the phone is hidden', async () => {
    const body = await payloadOf({ text: 'Oi' }, { username: 'regina.s', hidesPhone: true })
    const known = fixture('wa_in_text_bsuid_only_username')
    const shape = shapeOf(known).filter((path) => !path.includes('parent_user_id'))
    expect(shapeOf(body)).toEqual(shape)
  })

  it('names the business as author of a quoted answer, and the customer as author of their own words', async () => {
    const own = setup.fake.control.customerWrites({ phoneNumberId, from: REGINA, text: 'Uno' })
    expect(messageEntry(await payloadOf({ text: 'Dos', replyTo: own.wamid }))).toMatchObject({
      context: { from: REGINA.waId, id: own.wamid },
    })
    expect(messageEntry(await payloadOf({ text: 'Tres', replyTo: reply }))).toMatchObject({
      context: { from: '5213300000100', id: reply },
    })
    expect(valueOf(await payloadOf({ text: 'x' }))).toMatchObject({
      contacts: [{ profile: { name: REGINA.name }, wa_id: REGINA.waId }],
    })
  })
})
