import type { ConversationListItem } from '@shared/contracts/conversations.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { useCan } from '../../lib/workspace-context.tsx'
import { Badge } from '../../ui/badge.tsx'
import { useThreadDeal } from './thread-deals.ts'
import { usePipelines } from './use-pipelines.ts'

type Row = Pick<ConversationListItem, 'threadId' | 'contactId'>

/** In which stage the person's open deal is, in the list of conversations. */
export function RowDeal({ row }: { row: Row }) {
  const { has } = useLanguage()
  const can = useCan()
  return can('deals.view') && has('all') ? <StageOf row={row} /> : null
}

function StageOf({ row }: { row: Row }) {
  const { t } = useLanguage()
  const { stageOf } = usePipelines()
  const found = useThreadDeal(row)
  const stage = found && stageOf(found.deal.stageId)
  if (!stage) return null
  return (
    <Badge
      tone="brand"
      title={found.deal.title}
      data-testid="inbox.row.deal"
      className="min-w-0 shrink leading-4 ring-1 ring-border ring-inset"
    >
      <span className="sr-only">{t('deals.stageIs')}</span>
      <bdi dir="auto" className="truncate">
        {stage.name}
      </bdi>
    </Badge>
  )
}
