import type { ConversationId } from '../../src/shared/ids.ts'
import type { Person } from './people.ts'

/** A company, a label, a note, a consent and a merge, on the customer of the chat, all of them marked. */
export async function stockPeople(
  { browser: { api } }: Person,
  { mark, conversationId }: { mark: string; conversationId: ConversationId },
): Promise<void> {
  const { contact } = await api.conversations.get.query({ id: conversationId })
  const record = { entity: 'contact', recordId: contact.id } as const
  const company = await api.companies.create.mutate({ name: `Estudio ${mark}`, domain: `${mark}.example` })
  await api.companies.link.mutate({ companyId: company.id, contactId: contact.id, role: `Dueña ${mark}` })
  const label = await api.labels.create.mutate({ name: `Mayorista ${mark}` })
  await api.labels.set.mutate({ records: [record], add: [label.id] })
  await api.notes.add.mutate({ record, text: `Prefiere la tarde ${mark}` })
  await api.contacts.addConsent.mutate({
    id: contact.id,
    channelKind: 'any',
    purpose: 'marketing',
    state: 'granted',
    source: `Feria ${mark}`,
  })
  const emails = [{ value: `una@${mark}.example` }]
  const winner = await api.contacts.create.mutate({ name: `Una ${mark}`, emails })
  const loser = await api.contacts.create.mutate({ name: `Otra ${mark}` })
  await api.contacts.merge.mutate({ winnerId: winner.id, loserId: loser.id })
}
