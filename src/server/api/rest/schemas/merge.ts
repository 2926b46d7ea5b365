import { z } from 'zod'
import * as contacts from '../../../../shared/contracts/contacts.ts'
import { zId } from '../../../../shared/contracts/z.ts'
import { paging, zTime } from './common.ts'
import { Contact } from './contact.ts'
import { page, request, response } from './registry.ts'

const Duplicate = response(
  'Duplicate',
  z.strictObject({
    contact: Contact,
    other: Contact,
    reason: z.string().describe('`shared_address`, `one_item_two_contacts` or `address_changed_to_known`.'),
    createdAt: zTime,
  }),
)
export const DuplicatePage = page('DuplicatePage', Duplicate)
export const ListDuplicates = z.strictObject(paging(25))

const LOSER = 'The loser becomes part of the contact in the path.'

export const PreviewMerge = request(
  'PreviewMerge',
  z.strictObject({ loserId: zId('contact') }).describe(LOSER),
)

export const MergeContact = request(
  'MergeContact',
  z
    .strictObject({
      loserId: zId('contact'),
      choices: contacts.MergeContacts.shape.choices.describe(
        'Whose value stays, by field. Fields not named keep the winner’s, or take the loser’s where the winner has none.',
      ),
    })
    .describe(LOSER),
)

const count = z.number().int()

export const MergePreview = response(
  'MergePreview',
  z.strictObject({
    winner: Contact,
    loser: Contact,
    moves: z
      .strictObject({
        threads: count,
        conversations: count,
        addresses: count,
        notes: count,
        tasks: count,
        deals: count,
        labels: count,
        companies: count,
        consents: count,
      })
      .describe('How much would move to the winner.'),
    conflicts: z
      .array(
        z.strictObject({
          field: z.string().describe('A fact by its name, or `custom.<key>`.'),
          winner: z.unknown(),
          loser: z.unknown(),
        }),
      )
      .describe('Facts of which both have a value, and not the same.'),
  }),
)

export const Merged = response(
  'Merged',
  z.strictObject({
    mergeId: zId('merge'),
    contact: Contact,
    undoUntil: zTime.describe('Until then `POST /merges/{id}/undo` takes it back.'),
  }),
)
