import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { MoreHorizontal, Trash2 } from 'lucide-react'
import type { CompanyDto } from '@shared/contracts/companies.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useApi, useCan } from '../../lib/workspace-context.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '../../ui/menu.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toast.tsx'
import { EditableName } from '../contacts/editable-name.tsx'
import { RecordHistory, RecordWork } from '../contacts/record-parts.tsx'
import { RecordPage } from '../contacts/record-page.tsx'
import { refreshRows } from '../../lib/table-rows.ts'
import { CompanyContacts, CompanyFacts } from './company-facts.tsx'
import { useCompany } from './use-company.ts'

const route = getRouteApi('/w/$slug/companies/$companyId')

export function CompanyPage() {
  const { companyId } = route.useParams()
  return <OneCompany key={companyId} id={companyId} />
}

/** Everything about one company. */
function OneCompany({ id }: { id: string }) {
  const t = useT()
  const { slug } = route.useParams()
  const company = useCompany(id)
  const { data, error } = company
  if (error && !data) {
    const failure = toAppError(error)
    if (failure.code === 'NOT_FOUND' || failure.code === 'VALIDATION_FAILED')
      return (
        <EmptyState
          drawing
          isPage
          className="h-full"
          title={t('contacts.gone')}
          text={t('contacts.goneText')}
        />
      )
    return <ErrorPane className="h-full" error={failure} onRetry={() => void company.refetch()} />
  }
  if (!data)
    return (
      <Delayed>
        <div className="space-y-4 p-5">
          <Bone className="h-10 w-72" />
          <Bone className="h-64" />
        </div>
      </Delayed>
    )
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
  const api = useApi()
  const navigate = useNavigate()
  const restore = async () => {
    await api.client.companies.restore.mutate({ id: company.id })
    await api.queryClient.invalidateQueries({ queryKey: [['tables', 'company']] })
    await api.queryClient.invalidateQueries({ queryKey: api.trpc.companies.get.pathKey() })
  }
  const remove = async () => {
    try {
      await api.client.companies.delete.mutate({ id: company.id })
      await refreshRows(api, 'company', [company.id])
      void navigate({ to: '/w/$slug/companies', params: { slug } })
      toast({
        tone: 'success',
        text: t('contacts.deleted', { name: company.name }),
        action: { label: t('common.undo'), run: () => void restore() },
      })
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
    }
  }
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
      {can('contacts.delete') && company.deletedAt === null && (
        <Menu>
          <MenuTrigger asChild>
            <IconButton label={t('common.more')}>
              <MoreHorizontal />
            </IconButton>
          </MenuTrigger>
          <MenuContent align="end">
            <MenuItem onSelect={() => void remove()}>
              <Trash2 aria-hidden /> {t('contacts.delete')}
            </MenuItem>
          </MenuContent>
        </Menu>
      )}
    </>
  )
}
