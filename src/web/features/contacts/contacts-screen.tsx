import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Building2, Copy, Upload } from 'lucide-react'
import { useCallback } from 'react'
import type { TableSearch } from '../../app/table-search.ts'
import { useT } from '../../i18n/provider.tsx'
import { buttonVariants } from '../../ui/button.tsx'
import { Denied } from '../settings/page.tsx'
import { useCan } from '../../lib/workspace-context.tsx'
import { ContactPeek } from './contact-peek.tsx'
import { CreateContact } from './create-contact.tsx'
import { TableScreen } from '../records/table/table-screen.tsx'

const route = getRouteApi('/w/$slug/contacts')

/** The people outside, as a table. */
export function ContactsScreen() {
  const t = useT()
  const can = useCan()
  const { slug } = route.useParams()
  const search = route.useSearch()
  const navigate = useNavigate()
  const onSearch = useCallback(
    (change: TableSearch) =>
      void navigate({ to: '/w/$slug/contacts', params: { slug }, search: change, replace: true }),
    [navigate, slug],
  )
  if (!can('contacts.view')) return <Denied />
  return (
    <TableScreen
      entity="contact"
      slug={slug}
      search={search}
      onSearch={onSearch}
      words={{
        title: 'contacts.title',
        create: 'contacts.create',
        empty: 'contacts.empty',
        emptyText: 'contacts.emptyText',
      }}
      actions={
        <>
          {can('contacts.import') && (
            <Link
              to="/w/$slug/contacts/import"
              params={{ slug }}
              aria-label={t('imports.title')}
              title={t('imports.title')}
              className={buttonVariants({ variant: 'quiet', size: 'icon' })}
              data-testid="contacts.import"
            >
              <Upload aria-hidden />
            </Link>
          )}
          <Link
            to="/w/$slug/companies"
            params={{ slug }}
            aria-label={t('companies.title')}
            title={t('companies.title')}
            className={buttonVariants({ variant: 'quiet', size: 'icon' })}
          >
            <Building2 aria-hidden />
          </Link>
          <Link
            to="/w/$slug/contacts/duplicates"
            params={{ slug }}
            aria-label={t('duplicates.title')}
            title={t('duplicates.title')}
            className={buttonVariants({ variant: 'quiet', size: 'icon' })}
          >
            <Copy aria-hidden />
          </Link>
        </>
      }
      Peek={ContactPeek}
      Create={CreateContact}
    />
  )
}
