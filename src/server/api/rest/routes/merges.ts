import { z } from 'zod'
import { zId } from '../../../../shared/contracts/z.ts'
import {
  listDuplicates,
  mergeContacts,
  previewMerge,
  restoreContact,
  undoMerge,
} from '../../../modules/contacts/index.ts'
import * as merges from '../examples-merge.ts'
import * as examples from '../examples.ts'
import { jsonBody } from '../json-body.ts'
import { toContact } from '../present.ts'
import { route } from '../route.ts'
import { Contact } from '../schemas/contact.ts'
import {
  DuplicatePage,
  ListDuplicates,
  MergeContact,
  Merged,
  MergePreview,
  PreviewMerge,
} from '../schemas/merge.ts'

const common = { tag: 'Contacts' } as const
const params = z.strictObject({ id: zId('contact') })

/** Before the other routes of contacts: `duplicates` is none's id. */
export const duplicateRoutes = [
  route({
    ...common,
    method: 'GET',
    path: '/contacts/duplicates',
    operationId: 'listDuplicates',
    summary: 'List contacts that may be one',
    description: 'Found by what they share; nothing is merged unasked.',
    query: ListDuplicates,
    status: 200,
    response: DuplicatePage,
    errors: [],
    example: { response: examples.pageOf(merges.duplicate) },
    handle: async ({ services, db, query }) => {
      const { items, nextCursor } = await listDuplicates(db, { ...query, direction: 'forward' })
      const data = items.map((pair) => ({
        ...pair,
        contact: toContact({ services, db }, pair.contact),
        other: toContact({ services, db }, pair.other),
      }))
      return { data, nextCursor }
    },
  }),
]

export const mergeRoutes = [
  route({
    ...common,
    method: 'POST',
    path: '/contacts/{id}/merge/preview',
    operationId: 'previewMerge',
    summary: 'See what a merge would do',
    description: 'Changes nothing.',
    params,
    body: jsonBody(PreviewMerge),
    status: 200,
    response: MergePreview,
    errors: ['NOT_FOUND'],
    example: { body: { loserId: merges.mergeContact.loserId }, response: merges.mergePreview },
    handle: async ({ services, db, params: { id }, body }) => {
      const { winner, loser, moves, conflicts } = await previewMerge(db, { winnerId: id, ...body })
      return {
        winner: toContact({ services, db }, winner),
        loser: toContact({ services, db }, loser),
        moves,
        conflicts: conflicts.map(({ field, ...sides }) => ({
          field,
          winner: sides.winner ?? null,
          loser: sides.loser ?? null,
        })),
      }
    },
  }),
  route({
    ...common,
    method: 'POST',
    path: '/contacts/{id}/merge',
    operationId: 'mergeContacts',
    summary: 'Merge another contact into this one',
    description:
      'All that hangs on the other moves here. Its id answers with this contact from then on. It can be undone for 24 hours.',
    params,
    body: jsonBody(MergeContact),
    status: 200,
    response: Merged,
    errors: ['NOT_FOUND', 'CONFLICT'],
    example: { body: merges.mergeContact, response: merges.merged },
    handle: async ({ services, db, params: { id }, body, actor }) => {
      const done = await mergeContacts(db, { winnerId: id, ...body, now: services.now() }, actor)
      return { ...done, contact: toContact({ services, db }, done.contact) }
    },
  }),
  route({
    ...common,
    method: 'POST',
    path: '/merges/{id}/undo',
    operationId: 'undoMerge',
    summary: 'Take a merge back',
    description:
      'Gives back what moved, and nothing that came since. Within 24 hours, and once. Answers with the contact that lives again.',
    params: z.strictObject({ id: zId('merge') }),
    status: 200,
    response: Contact,
    errors: ['NOT_FOUND', 'TOO_LATE', 'CONFLICT'],
    example: { response: examples.contact },
    handle: async ({ services, db, params: { id }, actor }) =>
      toContact({ services, db }, await undoMerge(db, { mergeId: id, now: services.now() }, actor)),
  }),
  route({
    ...common,
    method: 'POST',
    path: '/contacts/{id}/restore',
    operationId: 'restoreContact',
    summary: 'Bring a deleted contact back',
    description: 'One that is not deleted stays as it is.',
    params,
    status: 200,
    response: Contact,
    errors: ['NOT_FOUND', 'CONFLICT'],
    example: { response: examples.contact },
    handle: async ({ services, db, params: { id }, actor }) =>
      toContact({ services, db }, await restoreContact(db, id, actor)),
  }),
]
