import { contact } from './examples.ts'
import type { Company } from './schemas/company.ts'
import type { Note } from './schemas/note.ts'

/** Values for the document, about people and what hangs on them; a test holds each against its schema. */
const moment = '2026-11-20T17:04:05.000Z'

export const createContact = {
  name: 'Regina Solórzano',
  phones: [{ value: '+52 33 0000 0112', label: 'work' }],
  emails: [{ value: 'regina@estudio.example' }],
  lifecycle: 'qualified',
  custom: { madera_preferida: 'nogal' },
}

export const addAddress = { kind: 'email', value: 'regina@estudio.example', isPrimary: true }

export const address = contact.identities[1]

export const addConsent = {
  channelKind: 'whatsapp',
  purpose: 'marketing',
  state: 'granted',
  source: 'Feria 2026',
}

export const consent = {
  id: 'cns_01k9r2d1q3r4s5t6v7w8x9y0z1',
  ...addConsent,
  text: null,
  ip: null,
  by: null,
  at: moment,
}

export const company = {
  id: 'cmp_01k9r2d1q3a4b5c6d7e8f9g0h1' as Company['id'],
  name: 'Estudio Solórzano',
  domain: 'estudio.example',
  parentId: null,
  ownerId: null,
  labels: [],
  custom: {},
  version: 1,
  createdAt: moment,
  updatedAt: moment,
  deletedAt: null,
} satisfies Company

export const linkContact = { contactId: contact.id, role: 'Directora', isPrimary: true }

export const companyContact = { ...linkContact, name: contact.name }

export const label = { id: 'lbl_01k9r2d1q3j4k5m6n7p8q9r0s1', name: 'Mayorista', color: 'verde' }

export const setLabels = {
  records: [{ entity: 'contact', recordId: contact.id }],
  add: [label.id],
  remove: [],
}

export const labelChanges = {
  changes: [{ record: { entity: 'contact', recordId: contact.id }, added: [label.id], removed: [] }],
}

export const note = {
  id: 'not_01k9r2d1q3v4w5x6y7z8a9b0c1' as Note['id'],
  contactId: contact.id,
  companyId: null,
  dealId: null,
  text: 'Prefiere que le escriban por la tarde.',
  authorId: null,
  version: 1,
  createdAt: moment,
  updatedAt: moment,
  deletedAt: null,
} satisfies Note
