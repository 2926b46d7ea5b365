import type { ConversationId } from '../../src/shared/ids.ts'
import type { Person } from './people.ts'

/** As many deals as said, the first of them with the chat and its contact, all of them marked. */
export async function stockDeals(
  { browser: { api } }: Person,
  { mark, conversationId, count }: { mark: string; conversationId: ConversationId; count: number },
): Promise<void> {
  const made = await api.deals.create.mutate({ title: `Mesa ${mark}`, amount: 2_840_000, conversationId })
  for (let n = 1; n < count; n++) await api.deals.create.mutate({ title: `Silla ${n} ${mark}` })
  await api.deals.update.mutate({ id: made.id, version: made.version, source: mark.slice(0, 40) })
  await api.pipelines.create.mutate({ name: `Proyectos ${mark}` })
  await api.pipelines.addLostReason.mutate({ label: `Motivo ${mark}` })
}
