import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { zId, zName, zText } from '../../src/shared/contracts/z.ts'
import { newId, type IdKind } from '../../src/shared/ids.ts'
import { idSlotsOf, inputFor, openObjectsOf, undeclaredIdsOf } from './schema-walk.ts'

const own = (kind: IdKind) => `own ${kind}`

const Order = z.strictObject({
  id: zId('conversation'),
  assigneeId: zId('user').nullable(),
  name: zName,
  contact: z.strictObject({ id: zId('contact'), note: zText(10).optional() }).optional(),
  fileIds: z.array(zId('attachment')).max(5).default([]),
  to: z.union([
    z.strictObject({ threadId: zId('thread') }),
    z.strictObject({ email: z.string().trim().pipe(z.email()) }),
  ]),
})

describe('the walk over a schema', () => {
  it('finds every place that takes an id, however it is wrapped', () => {
    expect(idSlotsOf(Order)).toEqual([
      { path: 'id', kind: 'conversation' },
      { path: 'assigneeId', kind: 'user' },
      { path: 'contact.id', kind: 'contact' },
      { path: 'fileIds[]', kind: 'attachment' },
      { path: 'to|0.threadId', kind: 'thread' },
    ])
  })

  it('builds the smallest valid input around the place under test', () => {
    expect(inputFor(Order, { own })).toEqual({
      id: 'own conversation',
      assigneeId: 'own user',
      name: 'unas-palabras',
      to: { threadId: 'own thread' },
    })
    expect(inputFor(Order, { own, target: { path: 'contact.id', value: 'foreign' } })).toMatchObject({
      contact: { id: 'foreign' },
    })
    expect(inputFor(Order, { own, target: { path: 'fileIds[]', value: 'foreign' } })).toMatchObject({
      fileIds: ['own attachment', 'foreign', 'own attachment'],
    })
  })

  it('builds inputs that the schema itself takes', () => {
    expect(Order.safeParse(inputFor(Order, { own: (kind) => newId(kind) })).error).toBeUndefined()
  })

  it('names what looks like an id and was not declared as one', () => {
    const Sloppy = z.strictObject({
      threadId: z.string(),
      ids: z.array(z.string()),
      options: z.strictObject({ id: z.number() }),
    })
    expect(undeclaredIdsOf(Sloppy)).toEqual(['threadId', 'ids[]', 'options.id'])
    expect(undeclaredIdsOf(Order)).toEqual([])
  })

  it('names objects that take fields nobody declared', () => {
    expect(openObjectsOf(z.object({ a: z.strictObject({}) }))).toEqual(['the top'])
    expect(openObjectsOf(z.strictObject({ a: z.looseObject({}) }))).toEqual(['a'])
    expect(openObjectsOf(Order)).toEqual([])
  })
})
