import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { ContactDto } from '@shared/contracts/contacts.ts'
import { useT } from '../../i18n/provider.tsx'
import { useCan } from '../../lib/workspace-context.tsx'
import { QuickActions } from './quick-actions.tsx'
import { Consents } from './consents.tsx'
import { ContactFacts } from './contact-facts.tsx'
import { ContactPhoto } from './contact-photo.tsx'
import { EditableName } from '../records/editable-name.tsx'
import { RecordHistory, RecordWork } from '../records/record-parts.tsx'
import { RecordPending } from '../records/record-pending.tsx'
import { RecordRemoval } from '../records/record-removal.tsx'
import { RecordPage } from '../records/record-page.tsx'
import { useContact } from './use-contact.ts'

const route = getRouteApi('/w/$slug/contacts/$contactId')

export function ContactPage() {
  const { contactId } = route.useParams()
  return <OneContact key={contactId} id={contactId} />
}

/** Everything about one person. */
function OneContact({ id }: { id: string }) {
  const { slug } = route.useParams()
  const contact = useContact(id)
  const { data, error } = contact
  const navigate = useNavigate()
  // A merged contact lives on under another id: so does its address.
  const movedTo = data && data.id !== id ? data.id : null
  useEffect(() => {
    if (movedTo)
      void navigate({
        to: '/w/$slug/contacts/$contactId',
        params: { slug, contactId: movedTo },
        replace: true,
      })
  }, [movedTo, navigate, slug])
  if (!data) return <RecordPending error={error} onRetry={() => void contact.refetch()} />
  const record = { entity: 'contact', recordId: data.id } as const
  return (
    <RecordPage
      slug={slug}
      back="contacts"
      title={data.name}
      header={<Header contact={data} slug={slug} contactActions={contact} />}
      facts={
        <>
          <ContactFacts contact={data} actions={contact} />
          <Consents contactId={data.id} />
        </>
      }
      history={<RecordHistory record={record} />}
      work={<RecordWork record={record} />}
    />
  )
}

interface HeaderProps {
  contact: ContactDto
  slug: string
  contactActions: ReturnType<typeof useContact>
}

function Header({ contact, slug, contactActions }: HeaderProps) {
  const t = useT()
  const can = useCan()
  return (
    <>
      <ContactPhoto contact={contact} onChange={contactActions.update} />
      <div className="min-w-0 flex-1">
        <EditableName
          name={contact.name}
          label={t('contacts.name')}
          canEdit={can('contacts.update')}
          onSave={(name) => contactActions.update({ name })}
        />
        {contact.companies[0] && (
          <Link
            to="/w/$slug/companies/$companyId"
            params={{ slug, companyId: contact.companies[0].companyId }}
            className="text-small text-text-2 hover:underline"
          >
            <bdi dir="auto">{contact.companies[0].name}</bdi>
          </Link>
        )}
      </div>
      <QuickActions contact={contact} slug={slug} />
      <RecordRemoval kind="contact" record={contact} slug={slug} />
    </>
  )
}
