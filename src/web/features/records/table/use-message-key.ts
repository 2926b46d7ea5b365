import { useNavigate } from '@tanstack/react-router'
import type { ContactId } from '@shared/ids.ts'
import { errorText } from '../../../i18n/error-text.ts'
import { useT } from '../../../i18n/provider.tsx'
import { toAppError } from '../../../lib/errors.ts'
import type { TableEntity, TableRow } from '../../../lib/table-rows.ts'
import { useApi, useCan } from '../../../lib/workspace-context.tsx'
import { toast } from '../../../ui/toast.tsx'

/**
 * What the letter m does on a row: opens the contact's newest conversation. Who never wrote has none, and
 * nobody can be written to first; their page says how they can be reached.
 */
export function useMessageKey(
  entity: TableEntity,
  slug: string,
  onOpen: (row: TableRow) => void,
): { m: (row: TableRow) => void } | undefined {
  const t = useT()
  const can = useCan()
  const { client } = useApi()
  const navigate = useNavigate()
  if (entity !== 'contact' || !can('conversations.view')) return undefined
  const open = async (row: TableRow) => {
    const record = { entity: 'contact' as const, recordId: row.id as ContactId }
    const { items } = await client.timeline.list.query({ record, limit: 100 })
    const entry = items.find(({ kind }) => kind === 'conversation')
    if (entry?.kind === 'conversation')
      await navigate({
        to: '/w/$slug/inbox/$view/c/$number',
        params: { slug, view: 'all', number: String(entry.number) },
      })
    else
      toast({
        tone: 'danger',
        text: t('table.noConversation', { name: row.name }),
        action: { label: t('table.writeFirst'), run: () => onOpen(row) },
      })
  }
  return {
    m: (row) =>
      void open(row).catch((thrown: unknown) =>
        toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) }),
      ),
  }
}
