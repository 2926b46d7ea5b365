import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RecordRef } from '@shared/records.ts'
import { useT } from '../../i18n/provider.tsx'
import { useApi, useCan, useWorkspace } from '../../lib/workspace-context.tsx'
import { useMoney } from '../deals/use-money.ts'
import { RecordTasks } from '../tasks/record-tasks.tsx'
import { Timeline } from '../timeline/timeline.tsx'
import { FactSection } from './facts.tsx'
import { Notes } from './notes.tsx'

export type OutsideRecord = Extract<RecordRef, { entity: 'contact' | 'company' }>

/** What happened: remarks first, then everything by time. */
export function RecordHistory({ record }: { record: OutsideRecord }) {
  return (
    <>
      <Notes record={record} />
      <Timeline record={record} />
    </>
  )
}

/** What is to do about the record: its deals and tasks. */
export function RecordWork({ record }: { record: OutsideRecord }) {
  const can = useCan()
  return (
    <div className="space-y-6">
      {can('deals.view') && <Deals record={record} />}
      <RecordTasks record={record} />
    </div>
  )
}

function Deals({ record }: { record: OutsideRecord }) {
  const t = useT()
  const money = useMoney()
  const { trpc } = useApi()
  const { detail } = useWorkspace()
  const isContact = record.entity === 'contact'
  const ofContact = useQuery({
    ...trpc.deals.ofContact.queryOptions({ contactId: isContact ? record.recordId : '' }),
    enabled: isContact,
  })
  const ofCompany = useQuery({
    ...trpc.deals.ofCompany.queryOptions({ companyId: isContact ? '' : record.recordId }),
    enabled: !isContact,
  })
  const { data } = isContact ? ofContact : ofCompany
  return (
    <FactSection title={t('contacts.deals')}>
      <ul className="space-y-1.5">
        {data?.map((deal) => (
          <li key={deal.id}>
            <Link
              to="/w/$slug/deals/d/$number"
              params={{ slug: detail.slug, number: String(deal.number) }}
              className="block rounded-md border px-3 py-2 text-small hover:bg-surface-2"
            >
              <bdi dir="auto" className="block truncate font-[600]">
                {deal.title}
              </bdi>
              {deal.amount !== null && (
                <span className="text-text-2 tabular-nums">{money.format(deal.amount, deal.currency)}</span>
              )}
            </Link>
          </li>
        ))}
        {data?.length === 0 && <li className="text-small text-text-3">{t('record.noDeals')}</li>}
      </ul>
    </FactSection>
  )
}
