import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { DealCard, DealSort } from '@shared/contracts/deals.ts'
import type { PipelineDto } from '@shared/contracts/pipelines.ts'
import { decimalOf } from '@shared/money.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { useNow } from '../../lib/hooks.ts'
import type { GridColumn } from '../../ui/grid/types.ts'
import { useMembers } from '../inbox/use-members.ts'
import { customColumns } from '../records/table/columns.tsx'
import { useColumnContext } from '../records/table/use-table-columns.ts'
import { LabelChips } from '../records/label-chip.tsx'
import { DealMenu } from './deal-menu.tsx'
import { ChatLink } from './chat-link.tsx'
import { CloseMark, TaskMark, useDealMarks } from './deal-marks.tsx'
import { StagePill } from './stage-pill.tsx'
import { useLabels } from './use-labels.ts'
import { useMoney } from './use-money.ts'
import { usePipelines } from './use-pipelines.ts'

type Column = GridColumn<DealCard>

/** Shown until a person chooses others. */
export const DEAL_COLUMNS: readonly string[] = [
  'title',
  'stage',
  'amount',
  'contact',
  'closeOn',
  'owner',
  'label',
  'task',
]

/** Orders that begin with the greatest. */
const DESCENDING: ReadonlySet<DealSort> = new Set(['created', 'updated', 'amount'])

/** Whether an order, or its reverse, begins with the greatest. */
export const isDescending = (sort: DealSort, isReversed: boolean): boolean =>
  DESCENDING.has(sort) !== isReversed

/** All columns of the list of deals, the name first; those that may be changed are changed in their cell. */
export function useDealColumns(slug: string, pipeline: PipelineDto): Column[] {
  const facts = useFactColumns(pipeline)
  const { t, format } = useLanguage()
  const labels = useLabels()
  const context = useColumnContext('deal')
  const { canEdit } = context
  return useMemo(() => {
    const all: Column[] = [
      {
        key: 'title',
        label: t('deals.titleLabel'),
        width: 260,
        render: (deal) => <Title deal={deal} slug={slug} />,
        editor: { kind: 'text', textOf: (deal) => deal.title },
      },
      ...facts,
      { key: 'label', label: t('deals.labels'), width: 170, render: labelsOf },
      { key: 'task', label: t('deals.nextTask'), width: 150, render: (deal) => <Task deal={deal} /> },
      {
        key: 'createdAt',
        label: t('deals.createdAt'),
        width: 160,
        sort: 'created',
        render: (deal) => format.dateTime(new Date(deal.createdAt)),
      },
      {
        key: 'touchedAt',
        label: t('deals.touchedAt'),
        width: 160,
        sort: 'updated',
        render: (deal) => format.dateTime(new Date(deal.touchedAt)),
      },
      { key: 'number', label: t('deals.number'), width: 90, isNumber: true, render: (deal) => deal.number },
      ...customColumns<DealCard>(context),
    ]
    return canEdit ? all : all.map(withoutEditor)
    function labelsOf(deal: DealCard) {
      return <LabelChips labels={labels.of(deal.labels)} />
    }
  }, [t, format, slug, facts, labels, context, canEdit])
}

function withoutEditor(column: Column): Column {
  const { editor, ...rest } = column
  return editor ? rest : column
}

function useFactColumns(pipeline: PipelineDto): Column[] {
  const { t } = useLanguage()
  const money = useMoney()
  const members = useMembers()
  return useMemo((): Column[] => {
    const stages = pipeline.stages.map(({ id, name }) => ({ value: id as string, label: name }))
    const owners = members.items.map(({ userId, name }) => ({ value: userId as string, label: name }))
    return [
      {
        key: 'stage',
        label: t('deals.stage'),
        width: 140,
        isTypedInto: true,
        render: (deal) => <StagePill deal={deal} />,
        editor: { kind: 'choice', textOf: (deal) => deal.stageId, choices: stages },
      },
      {
        key: 'amount',
        label: t('deals.amount'),
        width: 130,
        isNumber: true,
        isTypedInto: true,
        sort: 'amount',
        render: ({ amount, currency }) => (amount === null ? null : money.format(amount, currency)),
        editor: {
          kind: 'number',
          textOf: ({ amount, currency }) => (amount === null ? '' : decimalOf(amount, currency)),
        },
      },
      {
        key: 'contact',
        label: t('deals.contact'),
        width: 180,
        render: (deal) => <bdi dir="auto">{deal.contactName}</bdi>,
      },
      {
        key: 'company',
        label: t('deals.company'),
        width: 180,
        render: (deal) => <bdi dir="auto">{deal.companyName}</bdi>,
      },
      {
        key: 'closeOn',
        label: t('deals.closeOn'),
        width: 140,
        sort: 'close',
        isTypedInto: true,
        render: (deal) => <Close deal={deal} />,
        editor: { kind: 'date', textOf: (deal) => deal.expectedCloseOn ?? '' },
      },
      {
        key: 'owner',
        label: t('deals.owner'),
        width: 160,
        isTypedInto: true,
        render: (deal) => deal.ownerId && members.nameOf(deal.ownerId),
        editor: {
          kind: 'choice',
          textOf: (deal) => deal.ownerId ?? '',
          choices: [{ value: '', label: t('deals.nobody') }, ...owners],
        },
      },
    ]
  }, [t, money, members, pipeline])
}

function useMarks(deal: DealCard) {
  const { stageOf } = usePipelines()
  return useDealMarks(deal, stageOf(deal.stageId), useNow(60_000))
}

function Title({ deal, slug }: { deal: DealCard; slug: string }) {
  const marks = useMarks(deal)
  return (
    <span className="flex w-full min-w-0 items-center gap-1.5">
      {marks.stale && (
        <span title={marks.stale} className="h-5 w-[3px] shrink-0 rounded-full bg-signal">
          <span className="sr-only">{marks.stale}</span>
        </span>
      )}
      <Link
        to="/w/$slug/deals/d/$number"
        params={{ slug, number: String(deal.number) }}
        tabIndex={-1}
        className="min-w-0 flex-1 truncate font-[600] hover:underline"
      >
        <bdi dir="auto">{deal.title}</bdi>
      </Link>
      <ChatLink deal={deal} slug={slug} />
      <DealMenu deal={deal} slug={slug} isInGrid />
    </span>
  )
}

function Task({ deal }: { deal: DealCard }) {
  const marks = useMarks(deal)
  return (
    <span className="flex min-w-0 items-center gap-1.5 text-text-2">
      <TaskMark marks={marks} />
      <span aria-hidden className="truncate">
        {marks.taskWords}
      </span>
    </span>
  )
}

const Close = ({ deal }: { deal: DealCard }) => <CloseMark deal={deal} marks={useMarks(deal)} />
