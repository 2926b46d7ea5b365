import { useQuery } from '@tanstack/react-query'
import type { ContactDto, UpdateContact } from '@shared/contracts/contacts.ts'
import type { ContactId } from '@shared/ids.ts'
import { useWorkspace } from '../../lib/workspace-context.tsx'
import { refreshRows } from '../../lib/table-rows.ts'

/** A contact with what is done to it; each answer goes where the contact is shown. */
export function useContact(id: string) {
  const { api, cache } = useWorkspace()
  const contactId = id as ContactId
  const query = useQuery(api.trpc.contacts.get.queryOptions({ id: contactId }))
  const put = (contact: ContactDto) => {
    api.queryClient.setQueryData(api.trpc.contacts.get.queryKey({ id: contactId }), contact)
    cache.putContact(contact)
    void refreshRows(api, 'contact', [contact.id])
    void api.queryClient.invalidateQueries({ queryKey: api.trpc.timeline.pathKey() })
  }
  return {
    ...query,
    put,
    /** Without a version: a single fact, and the last one to say so is right. */
    update: async (change: Omit<UpdateContact, 'id' | 'version'>) =>
      put(await api.client.contacts.update.mutate({ id: contactId, ...change })),
  }
}
