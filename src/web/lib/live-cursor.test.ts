import type { StoredEvent } from '@shared/events.ts'
import { describe, expect, it } from 'vitest'
import { LiveCursor } from './live-cursor.ts'

const event = (seq: number) =>
  ({ seq, at: '', type: 'contact.created', data: { contactId: 'x' } }) as unknown as StoredEvent

describe('the position in the log', () => {
  it('takes the next envelope, also one without any event that we may see', () => {
    const cursor = new LiveCursor(10)
    expect(cursor.take({ from: 11, to: 13, events: [event(12)] })).toEqual({
      kind: 'next',
      events: [event(12)],
    })
    expect(cursor.take({ from: 14, to: 20, events: [] })).toEqual({ kind: 'next', events: [] })
    expect(cursor.seq).toBe(20)
  })

  it('knows a missed envelope from events that we may not see', () => {
    const cursor = new LiveCursor(10)
    expect(cursor.take({ from: 12, to: 12, events: [event(12)] })).toEqual({ kind: 'gap' })
    expect(cursor.seq).toBe(10)
  })

  it('applies each event once when envelopes overlap', () => {
    const cursor = new LiveCursor(10)
    expect(cursor.take({ from: 9, to: 11, events: [event(9), event(11)] })).toEqual({
      kind: 'next',
      events: [event(11)],
    })
    expect(cursor.take({ from: 11, to: 11, events: [event(11)] })).toEqual({ kind: 'known' })
  })
})
