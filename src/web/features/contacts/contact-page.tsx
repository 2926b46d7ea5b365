import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { MoreHorizontal, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ContactDto } from '@shared/contracts/contacts.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useCan, useWorkspace } from '../../lib/workspace-context.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '../../ui/menu.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toast.tsx'
import { QuickActions } from './quick-actions.tsx'
import { Consents } from './consents.tsx'
import { ContactFacts } from './contact-facts.tsx'
import { EditableName } from './editable-name.tsx'
import { RecordHistory, RecordWork } from './record-parts.tsx'
import { RecordPage } from './record-page.tsx'
import { refreshRows } from '../../lib/table-rows.ts'
import { useContact } from './use-contact.ts'

const route = getRouteApi('/w/$slug/contacts/$contactId')

export function ContactPage() {
  const { contactId } = route.useParams()
  return <OneContact key={contactId} id={contactId} />
}

/** Everything about one person. */
function OneContact({ id }: { id: string }) {
  const t = useT()
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
    return <ErrorPane className="h-full" error={failure} onRetry={() => void contact.refetch()} />
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
  const { api } = useWorkspace()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const restore = async () => {
    await api.client.contacts.restore.mutate({ id: contact.id })
    await refreshRows(api, 'contact', [contact.id])
    await api.queryClient.invalidateQueries({ queryKey: api.trpc.contacts.get.pathKey() })
  }
  const remove = async () => {
    setBusy(true)
    try {
      await api.client.contacts.delete.mutate({ id: contact.id })
      await refreshRows(api, 'contact', [contact.id])
      void navigate({ to: '/w/$slug/contacts', params: { slug } })
      toast({
        tone: 'success',
        text: t('contacts.deleted', { name: contact.name }),
        action: { label: t('common.undo'), run: () => void restore() },
      })
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Avatar id={contact.id} name={contact.name} size={40} />
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
      {contact.deletedAt !== null && (
        <button
          type="button"
          className="text-small font-[600] text-brand-text"
          onClick={() => void restore()}
        >
          {t('contacts.restore')}
        </button>
      )}
      {can('contacts.delete') && contact.deletedAt === null && (
        <Menu>
          <MenuTrigger asChild>
            <IconButton label={t('common.more')} busy={busy}>
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
