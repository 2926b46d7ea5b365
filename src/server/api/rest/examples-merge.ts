import { contact } from './examples.ts'

/** Values for the document, about contacts that are merged; a test holds each against its schema. */
const loser = {
  ...contact,
  id: 'con_01k9r2d1q3m4n5p6q7r8s9t0v1' as typeof contact.id,
  name: 'Regina S.',
  version: 1,
}

export const mergeContact = { loserId: loser.id, choices: [{ field: 'name', from: 'winner' }] }

export const mergePreview = {
  winner: contact,
  loser,
  moves: {
    threads: 1,
    conversations: 2,
    addresses: 1,
    notes: 0,
    tasks: 1,
    deals: 0,
    labels: 1,
    companies: 0,
    consents: 0,
  },
  conflicts: [{ field: 'name', winner: contact.name, loser: loser.name }],
}

export const merged = {
  mergeId: 'mrg_01k9r2d1q3m4n5p6q7r8s9t0v2',
  contact,
  undoUntil: '2026-11-21T17:04:05.000Z',
}

export const duplicate = {
  contact,
  other: loser,
  reason: 'shared_address',
  createdAt: '2026-11-20T17:04:05.000Z',
}
