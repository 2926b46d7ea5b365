import { Link } from '@tanstack/react-router'
import { Maximize2, X } from 'lucide-react'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { CompanyContacts, CompanyFacts } from './company-facts.tsx'
import { useCompany } from './use-company.ts'

/** A company beside the table. */
export function CompanyPeek({ id, slug, onClose }: { id: string; slug: string; onClose: () => void }) {
  const t = useT()
  const company = useCompany(id)
  const { data, error } = company
  if (error && !data) return <ErrorPane error={toAppError(error)} onRetry={() => void company.refetch()} />
  if (!data)
    return (
      <Delayed>
        <div className="p-4">
          <Bone className="h-40" />
        </div>
      </Delayed>
    )
  return (
    <div className="p-4" data-testid="company.peek">
      <header className="mb-4 flex items-center gap-3">
        <h2 className="min-w-0 flex-1 font-head text-[1.0625rem] leading-[22px] font-[650] wrap-anywhere">
          <bdi dir="auto">{data.name}</bdi>
        </h2>
        <Link
          to="/w/$slug/companies/$companyId"
          params={{ slug, companyId: data.id }}
          aria-label={t('contacts.openPage')}
          title={t('contacts.openPage')}
          className="grid size-8 place-items-center rounded-md text-text-2 hover:bg-surface-2"
        >
          <Maximize2 className="size-4 stroke-[1.75]" aria-hidden />
        </Link>
        <IconButton small label={t('common.close')} onClick={onClose}>
          <X />
        </IconButton>
      </header>
      <CompanyFacts company={data} actions={company} />
      <div className="mt-5">
        <CompanyContacts company={data} />
      </div>
    </div>
  )
}
