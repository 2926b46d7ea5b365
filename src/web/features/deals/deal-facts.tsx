import { useQuery } from '@tanstack/react-query'
import type { DealDetail } from '@shared/contracts/deals.ts'
import type { CompanyId, UserId } from '@shared/ids.ts'
import { decimalOf } from '@shared/money.ts'
import { useState } from 'react'
import { useLanguage } from '../../i18n/provider.tsx'
import { useApi } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { CustomFacts } from '../records/custom-facts.tsx'
import { BadValue, Fact, FactSection } from '../records/facts.tsx'
import { useColumnContext } from '../records/table/use-table-columns.ts'
import { useMembers } from '../inbox/use-members.ts'
import { CompanyPicker } from './record-picker.tsx'
import type { useDeal } from './use-deal.ts'
import { useMoney } from './use-money.ts'
import { usePipelines } from './use-pipelines.ts'

interface Props {
  deal: DealDetail
  canEdit: boolean
  update: ReturnType<typeof useDeal>['update']
}

/** What is known of the deal, each fact edited in its place. */
export function DealFacts(props: Props) {
  const { t, format } = useLanguage()
  const { deal } = props
  const { stageOf, lostReasons } = usePipelines()
  const reason = lostReasons.find(({ id }) => id === deal.lostReasonId)
  return (
    <>
      <FactSection title={t('deals.facts')}>
        <AmountFact {...props} />
        <Fact label={t('deals.probability')}>{`${stageOf(deal.stageId)?.probability ?? 0} %`}</Fact>
        <CloseFact {...props} />
        <OwnerFact {...props} />
        <CompanyFact {...props} />
        <SourceFact {...props} />
        {deal.status === 'lost' && (
          <Fact label={t('deals.reason')}>{[reason?.label, deal.lostNote].filter(Boolean).join(' · ')}</Fact>
        )}
        {deal.closedAt && (
          <Fact label={t(deal.status === 'won' ? 'deals.won' : 'deals.lost')}>
            {format.dateTime(new Date(deal.closedAt))}
          </Fact>
        )}
      </FactSection>
      <OwnFields {...props} />
    </>
  )
}

function AmountFact({ deal, canEdit, update }: Props) {
  const { t } = useLanguage()
  const money = useMoney()
  const save = async (typed: string) => {
    const amount = typed.trim() === '' ? null : money.parse(typed, deal.currency)
    if (amount === null && typed.trim() !== '') throw new BadValue()
    await update({ amount })
  }
  const text = deal.amount === null ? '' : decimalOf(deal.amount, deal.currency)
  return (
    <Fact
      label={t('deals.amount')}
      editor={canEdit ? { kind: 'text', textOf: () => text } : null}
      onSave={save}
    >
      {deal.amount === null ? null : money.format(deal.amount, deal.currency)}
    </Fact>
  )
}

function CloseFact({ deal, canEdit, update }: Props) {
  const { t, locale } = useLanguage()
  const shown = deal.expectedCloseOn
    ? new Date(`${deal.expectedCloseOn}T12:00:00`).toLocaleDateString(locale, { dateStyle: 'medium' })
    : null
  return (
    <Fact
      label={t('deals.closeOn')}
      editor={canEdit ? { kind: 'date', textOf: () => deal.expectedCloseOn ?? '' } : null}
      onSave={(typed) => update({ expectedCloseOn: typed || null })}
    >
      {shown}
    </Fact>
  )
}

function OwnerFact({ deal, canEdit, update }: Props) {
  const { t } = useLanguage()
  const members = useMembers()
  const choices = [
    { value: '', label: t('deals.nobody') },
    ...members.items.map(({ userId, name }) => ({ value: userId as string, label: name })),
  ]
  return (
    <Fact
      label={t('deals.owner')}
      editor={canEdit ? { kind: 'choice', textOf: () => deal.ownerId ?? '', choices } : null}
      onSave={(typed) => update({ ownerId: (typed || null) as UserId | null })}
    >
      {deal.ownerId && members.nameOf(deal.ownerId)}
    </Fact>
  )
}

function SourceFact({ deal, canEdit, update }: Props) {
  const { t } = useLanguage()
  return (
    <Fact
      label={t('deals.source')}
      editor={canEdit ? { kind: 'text', textOf: () => deal.source ?? '' } : null}
      onSave={(typed) => update({ source: typed.trim().slice(0, 40) || null })}
    >
      {deal.source}
    </Fact>
  )
}

function CompanyFact({ deal, canEdit, update }: Props) {
  const { t } = useLanguage()
  const [isEditing, setEditing] = useState(false)
  const value = deal.companyId && deal.companyName ? { id: deal.companyId, name: deal.companyName } : null
  const pick = (companyId: CompanyId | null) => {
    if (companyId) setEditing(false)
    void update({ companyId })
  }
  if (!canEdit) return <Fact label={t('deals.company')}>{deal.companyName}</Fact>
  return (
    <div className="grid grid-cols-[110px_minmax(0,1fr)] items-start gap-x-2 text-small">
      <span className="pt-1.5 text-text-3">{t('deals.company')}</span>
      {isEditing ? (
        <CompanyPicker
          value={value}
          label={t('deals.company')}
          autoFocus
          onPick={(picked) => pick(picked?.id ?? null)}
        />
      ) : (
        <Button
          variant="quiet"
          size="sm"
          className="h-8 justify-start px-1.5 text-text"
          onClick={() => setEditing(true)}
        >
          <bdi dir="auto" className="truncate">
            {deal.companyName ?? '–'}
          </bdi>
        </Button>
      )}
    </div>
  )
}

/** The fields that the workspace gave its deals. */
function OwnFields({ deal, canEdit, update }: Props) {
  const { trpc } = useApi()
  const context = useColumnContext('contact')
  const { data } = useQuery(trpc.fields.list.queryOptions({ entity: 'deal' }))
  if (!data || data.length === 0) return null
  return (
    <CustomFacts
      custom={deal.custom}
      context={{ ...context, fields: data, canEdit }}
      onSave={(custom) => update({ custom })}
    />
  )
}
