import { describe, expect, it } from 'vitest'
import type { EventType, StoredEvent } from '../../../shared/events.ts'
import { newId } from '../../../shared/ids.ts'
import { roleCan, ROLES } from '../../../shared/permissions.ts'
import { AUDIENCE } from './audience.ts'
import { envelopeFor } from './envelope.ts'

const types = Object.keys(AUDIENCE) as EventType[]

/** What an event holds is no concern of the envelope: the type alone decides. */
const eventAt = (type: EventType, seq: number) =>
  ({
    type,
    seq,
    at: '2026-01-01T00:00:00.000Z',
    data: { contactId: newId('contact') },
  }) as unknown as StoredEvent

const all = types.map((type, index) => eventAt(type, 41 + index))

describe('an envelope', () => {
  it.each(ROLES)('holds for the %s what the role may see, in order', (role) => {
    const envelope = envelopeFor(role, all)
    const visible = types.filter((type) => roleCan(role, AUDIENCE[type]))
    expect(envelope?.events.map(({ type }) => type)).toEqual(visible)
  })

  it.each(ROLES)('names the whole range for the %s, whatever is left out', (role) => {
    expect(envelopeFor(role, all)).toMatchObject({ from: 41, to: 40 + types.length })
  })

  it('is sent even where nothing in it may be seen, so that the next one leaves no gap', () => {
    expect(envelopeFor('viewer', [eventAt('receipt.failed', 7)])).toEqual({ from: 7, to: 7, events: [] })
  })

  it('does not exist for no events', () => {
    expect(envelopeFor('owner', [])).toBeNull()
  })
})

describe('the audience', () => {
  it('keeps dead letters, which hold raw messages, to those who run the workspace', () => {
    expect(ROLES.filter((role) => roleCan(role, AUDIENCE['receipt.failed']))).toEqual(['owner', 'admin'])
  })

  it('lets everybody who works in the inbox see conversations', () => {
    const inbox = types.filter((type) => /^(message|note|attachment|conversation)\./.test(type))
    expect(inbox.length).toBeGreaterThanOrEqual(11)
    for (const type of inbox)
      expect(
        ROLES.every((role) => roleCan(role, AUDIENCE[type])),
        type,
      ).toBe(true)
  })
})
