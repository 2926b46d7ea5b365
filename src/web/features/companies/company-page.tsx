import { getRouteApi } from '@tanstack/react-router'
import type { CompanyDto } from '@shared/contracts/companies.ts'
import { useT } from '../../i18n/provider.tsx'
import { useCan } from '../../lib/workspace-context.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { EditableName } from '../records/editable-name.tsx'
import { RecordHistory, RecordWork } from '../records/record-parts.tsx'
import { RecordPending } from '../records/record-pending.tsx'
import { RecordRemoval } from '../records/record-removal.tsx'
import { RecordPage } from '../records/record-page.tsx'
import { CompanyContacts, CompanyFacts } from './company-facts.tsx'
import { useCompany } from './use-company.ts'

const route = getRouteApi('/w/$slug/companies/$companyId')

export function CompanyPage() {
  const { companyId } = route.useParams()
  return <OneCompany key={companyId} id={companyId} />
}

/** Everything about one company. */
function OneCompany({ id }: { id: string }) {
  const { slug } = route.useParams()
  const company = useCompany(id)
  const { data, error } = company
  if (!data) return <RecordPending error={error} onRetry={() => void company.refetch()} />
  const record = { entity: 'company', recordId: data.id } as const
  return (
    <RecordPage
      slug={slug}
      back="companies"
      title={data.name}
      header={<Header company={data} slug={slug} actions={company} />}
      facts={<CompanyFacts company={data} actions={company} />}
      history={<RecordHistory record={record} />}
      work={
        <>
          <CompanyContacts company={data} />
          <RecordWork record={record} />
        </>
      }
    />
  )
}

interface HeaderProps {
  company: CompanyDto
  slug: string
  actions: ReturnType<typeof useCompany>
}

function Header({ company, slug, actions }: HeaderProps) {
  const t = useT()
  const can = useCan()
  return (
    <>
      <Avatar id={company.id} name={company.name} size={40} className="rounded-lg" />
      <div className="min-w-0 flex-1">
        <EditableName
          name={company.name}
          label={t('companies.name')}
          canEdit={can('contacts.update')}
          onSave={(name) => actions.update({ name })}
        />
        {company.domain && <p className="text-small text-text-2">{company.domain}</p>}
      </div>
      <RecordRemoval kind="company" record={company} slug={slug} />
    </>
  )
}
