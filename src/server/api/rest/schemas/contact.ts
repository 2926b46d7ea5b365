import { z } from 'zod'
import { LIMITS } from '../../../../shared/limits.ts'
import { zId, zText } from '../../../../shared/contracts/z.ts'
import { paging, zTime } from './common.ts'
import { page, response } from './registry.ts'

const Identity = response(
  'Identity',
  z.strictObject({
    kind: z.string().describe('`phone`, `email`, `wa_bsuid`, `wa_parent_bsuid` or `wa_id`.'),
    scope: z.string().describe('Within what the value is unique; empty for phones and e-mail.'),
    value: z.string().describe('As the provider writes it.'),
  }),
)

export const Contact = response(
  'Contact',
  z.strictObject({
    id: zId('contact'),
    name: z.string(),
    phone: z.string().nullable().describe('E.164; null where the person hides it.'),
    email: z.string().nullable(),
    username: z.string().nullable(),
    identities: z.array(Identity).describe('The addresses that are current.'),
    version: z.number().int(),
    createdAt: zTime,
  }),
)
export type Contact = z.infer<typeof Contact>

export const ContactPage = page('ContactPage', Contact)

export const ListContacts = z.strictObject({
  query: zText(LIMITS.searchQuery)
    .optional()
    .describe(
      'Words of the name (the last may be a beginning), the beginning of a phone, or its last four or more digits. The best matches, on one page.',
    ),
  ...paging(50),
})
