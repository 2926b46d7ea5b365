import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { UsersRound } from 'lucide-react'
import { useCallback } from 'react'
import type { TableSearch } from '../../app/table-search.ts'
import { useT } from '../../i18n/provider.tsx'
import { useCan } from '../../lib/workspace-context.tsx'
import { buttonVariants } from '../../ui/button.tsx'
import { TableScreen } from '../records/table/table-screen.tsx'
import { Denied } from '../settings/page.tsx'
import { CompanyPeek } from './company-peek.tsx'
import { CreateCompany } from './create-company.tsx'

const route = getRouteApi('/w/$slug/companies')

/** The organisations that contacts belong to, as a table. */
export function CompaniesScreen() {
  const t = useT()
  const can = useCan()
  const { slug } = route.useParams()
  const search = route.useSearch()
  const navigate = useNavigate()
  const onSearch = useCallback(
    (change: TableSearch) =>
      void navigate({ to: '/w/$slug/companies', params: { slug }, search: change, replace: true }),
    [navigate, slug],
  )
  if (!can('contacts.view')) return <Denied />
  return (
    <TableScreen
      entity="company"
      slug={slug}
      search={search}
      onSearch={onSearch}
      words={{
        title: 'companies.title',
        create: 'companies.create',
        empty: 'companies.empty',
        emptyText: 'companies.emptyText',
      }}
      actions={
        <Link
          to="/w/$slug/contacts"
          params={{ slug }}
          aria-label={t('contacts.title')}
          title={t('contacts.title')}
          className={buttonVariants({ variant: 'quiet', size: 'icon' })}
        >
          <UsersRound aria-hidden />
        </Link>
      }
      Peek={CompanyPeek}
      Create={CreateCompany}
    />
  )
}
