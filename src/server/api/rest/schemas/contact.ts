import { z } from 'zod'
import * as contacts from '../../../../shared/contracts/contacts.ts'
import { zCustom, zMoment } from '../../../../shared/contracts/records.ts'
import { zId, zText } from '../../../../shared/contracts/z.ts'
import { LIMITS } from '../../../../shared/limits.ts'
import { LIFECYCLES } from '../../../../shared/records.ts'
import { paging, zTime } from './common.ts'
import { Label } from './label.ts'
import { page, request, response } from './registry.ts'

const Identity = response(
  'Identity',
  z.strictObject({
    id: zId('identity'),
    kind: z.string().describe('`phone`, `email`, `wa_bsuid`, `wa_parent_bsuid` or `wa_id`.'),
    scope: z.string().describe('Within what the value is unique; empty for phones and e-mail.'),
    value: z.string().describe('As the provider writes it.'),
    label: z.string().nullable().describe('`work`, `home`, or the person’s own word.'),
    isPrimary: z.boolean().describe('The one to use of its kind.'),
    source: z.string().describe('`channel`, `manual`, `import` or `api`.'),
  }),
)

const ContactCompany = response(
  'ContactCompany',
  z.strictObject({
    companyId: zId('company'),
    name: z.string(),
    role: z.string().nullable(),
    isPrimary: z.boolean(),
  }),
)

export const Contact = response(
  'Contact',
  z.strictObject({
    id: zId('contact'),
    name: z.string(),
    phone: z.string().nullable().describe('E.164; null where the person hides it.'),
    email: z.string().nullable(),
    avatarId: zId('attachment').nullable().describe('The file of the photo.'),
    avatarUrl: z
      .string()
      .nullable()
      .describe('Opens the photo without a key, for five minutes: made anew for every answer.'),
    username: z.string().nullable(),
    identities: z.array(Identity).describe('The addresses that are current.'),
    ownerId: zId('user').nullable(),
    lifecycle: z.enum(LIFECYCLES),
    language: z.string().nullable().describe('BCP 47.'),
    timeZone: z.string().nullable(),
    source: z.string().nullable(),
    labels: z.array(Label),
    companies: z.array(ContactCompany).describe('The primary one first.'),
    custom: zCustom.describe('Values of custom fields by their key.'),
    mergedIntoId: zId('contact')
      .nullable()
      .describe('Only in lists with `updatedSince`: the contact that it became part of.'),
    version: z
      .number()
      .int()
      .describe('Grows with each change; send it with PATCH to change only what you saw.'),
    createdAt: zTime,
    updatedAt: zTime,
    deletedAt: zTime.nullable(),
  }),
)
export type Contact = z.infer<typeof Contact>

export const ContactPage = page('ContactPage', Contact)

export const updatedSince = zMoment
  .optional()
  .describe(
    'Only what changed since, oldest change first, deleted ones too. Ask from some seconds before your last call: changes are seen when they are committed.',
  )

export const ListContacts = z.strictObject({
  query: zText(LIMITS.searchQuery)
    .optional()
    .describe(
      'Words of the name (the last may be a beginning), the beginning of a phone, or its last four or more digits. The best matches, on one page.',
    ),
  updatedSince,
  ...paging(50),
})

const addressHelp = 'Phones in international form, or as dialled in your country.'

export const CreateContact = request(
  'CreateContact',
  z.strictObject({
    ...contacts.CreateContact.shape,
    phones: contacts.CreateContact.shape.phones.describe(addressHelp),
    custom: zCustom.optional().describe('Values of custom fields by their key.'),
  }),
)

const { id: _id, ...changes } = contacts.UpdateContact.shape
export const UpdateContact = request(
  'UpdateContact',
  z.strictObject({
    ...changes,
    version: changes.version.describe('The version you saw. A newer one refuses the change.'),
    avatarId: changes.avatarId.describe(
      'The photo: the `id` of an uploaded JPEG, PNG or WebP of at most 5 MB; null takes it off.',
    ),
    custom: zCustom.optional().describe('Only the keys that change; null empties one.'),
  }),
)

const { id: _ofContact, ...address } = contacts.AddAddress.shape
export const AddAddress = request(
  'AddAddress',
  z.strictObject({ ...address, value: address.value.describe(addressHelp) }),
)

const { id: _ofOwner, identityId: _identity, ...correction } = contacts.UpdateAddress.shape
export const UpdateAddress = request(
  'UpdateAddress',
  z.strictObject({
    ...correction,
    isPrimary: correction.isPrimary.describe('The primary one of its kind before steps back.'),
  }),
)

export const Consent = response(
  'Consent',
  z.strictObject({
    id: zId('consent'),
    channelKind: z.string().describe('A kind of channel, or `any`.'),
    purpose: z.string(),
    state: z.enum(['granted', 'withdrawn']),
    source: z.string().describe('Where it was given.'),
    text: z.string().nullable().describe('The words that the person agreed to.'),
    ip: z.string().nullable(),
    by: zId('user').nullable().describe('The member who noted it; null for a program.'),
    at: zTime,
  }),
)

export const ConsentPage = response(
  'ConsentPage',
  z.strictObject({
    current: z.array(Consent).describe('The newest of each kind of channel and purpose: what counts now.'),
    data: z.array(Consent).describe('The history, newest first.'),
    nextCursor: z.string().nullable().describe('Send it back as `cursor` to read on; null at the end.'),
  }),
)

const { id: _consenting, ...consent } = contacts.AddConsent.shape
export const AddConsent = request(
  'AddConsent',
  z.strictObject({
    ...consent,
    purpose: consent.purpose.describe('What for: `marketing`, `service`, or your own word.'),
    at: consent.at.describe('When, if not now.'),
  }),
)
