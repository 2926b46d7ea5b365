import type { AttachmentDto } from '@shared/contracts/messages.ts'
import { describe, expect, it } from 'vitest'
import { newerDraft, type StoredDraft } from './drafts.ts'
import { frozenOrder } from './frozen-order.ts'
import { planMessages } from './plan-messages.ts'
import { leftText, windowOf } from './reply-window.ts'

const rows = (...ids: string[]) => ids.map((id) => ({ id }))
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id).join('')

describe('the order of the list while the pointer is inside', () => {
  it('keeps every row in its place and counts what arrived above', () => {
    const { rows: shown, arrived } = frozenOrder(rows('a', 'b', 'c'), rows('n', 'c', 'a', 'b'))
    expect(ids(shown)).toBe('abc')
    expect(arrived).toBe(1)
  })

  it('adds the pages that are read on below', () => {
    const { rows: shown, arrived } = frozenOrder(rows('a', 'b'), rows('a', 'b', 'c', 'd'))
    expect(ids(shown)).toBe('abcd')
    expect(arrived).toBe(0)
  })

  it('keeps showing a row that left the view, until the pointer leaves', () => {
    expect(ids(frozenOrder(rows('a', 'b'), rows('b')).rows)).toBe('ab')
  })

  it('shows the open conversation as it is now, also once it has left the view', () => {
    const held = [
      { id: 'a', unread: 3 },
      { id: 'b', unread: 0 },
    ]
    const { rows: shown } = frozenOrder(held, held.slice(1), { id: 'a', unread: 0 })
    expect(shown).toEqual([
      { id: 'a', unread: 0 },
      { id: 'b', unread: 0 },
    ])
  })
})

const file = (id: string, type: AttachmentDto['type']): AttachmentDto =>
  ({ id, type, mime: '', size: 1, fileName: id, state: 'uploaded', url: null }) as AttachmentDto

describe('what was written, as messages', () => {
  it('puts the words under the first file and the answer on the first message', () => {
    const quoted = { id: null, externalId: 'x', direction: null, type: null, text: null }
    const plan = planMessages({
      text: 'hola',
      attachments: [file('a', 'image'), file('b', 'document')],
      quoted,
    })
    expect(plan.map((part) => [part.text, part.attachment?.id, part.quoted !== null])).toEqual([
      ['hola', 'a', true],
      ['', 'b', false],
    ])
  })

  it('says the words first where the file can carry none', () => {
    const plan = planMessages({ text: 'escucha', attachments: [file('a', 'audio')], quoted: null })
    expect(plan.map((part) => [part.text, part.attachment?.id])).toEqual([
      ['escucha', undefined],
      ['', 'a'],
    ])
  })

  it('says words that are too long for a caption by themselves', () => {
    const plan = planMessages({ text: 'x'.repeat(1025), attachments: [file('a', 'image')], quoted: null })
    expect(plan).toHaveLength(2)
  })
})

describe('the reply window', () => {
  const now = new Date('2026-11-22T10:00:00Z')
  const at = (replyWindowExpiresAt: string | null) =>
    windowOf({ hasReplyWindow: true, replyWindowExpiresAt }, now).state
  it('is open, closing in its last four hours, then closed', () => {
    expect(at('2026-11-23T09:00:00Z')).toBe('open')
    expect(at('2026-11-22T13:59:00Z')).toBe('closing')
    expect(at('2026-11-22T10:00:00Z')).toBe('closed')
    expect(at(null)).toBe('closed')
    expect(windowOf({ hasReplyWindow: false, replyWindowExpiresAt: null }, now).state).toBe('none')
  })
  it('counts minutes when hours are few', () => {
    expect(leftText(23.5 * 3_600_000)).toBe('23 h')
    expect(leftText(3.5 * 3_600_000)).toBe('3 h 30 min')
    expect(leftText(20_000)).toBe('1 min')
  })
})

describe('which draft goes on', () => {
  const local = (updatedAt: string, saved: boolean, text = 'x'): StoredDraft => ({
    text,
    quoted: null,
    attachments: [],
    updatedAt,
    saved,
  })
  const remote = {
    mode: 'reply' as const,
    text: 'y',
    quotedMessageId: null,
    attachmentIds: [],
    updatedAt: '2026-01-01T10:00:00.000Z',
  }
  it('is the newer one, and unsaved words are never lost', () => {
    expect(newerDraft(local('2026-01-01T10:00:01.000Z', false), remote)).toBe('local')
    expect(newerDraft(local('2026-01-01T09:00:00.000Z', true), remote)).toBe('remote')
    expect(newerDraft(local('2026-01-01T09:00:00.000Z', false), null)).toBe('local')
  })
  it('is none where the draft was sent or emptied', () => {
    expect(newerDraft(local('2026-01-01T09:00:00.000Z', true), null)).toBe('none')
    expect(newerDraft(local('2026-01-01T10:00:01.000Z', false, ''), remote)).toBe('none')
    expect(newerDraft(null, null)).toBe('none')
  })
})
