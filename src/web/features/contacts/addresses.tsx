import { Link } from '@tanstack/react-router'
import { Mail, MoreHorizontal, Phone, Plus } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import type { AddressKind, ContactDto, IdentityDto } from '@shared/contracts/contacts.ts'
import { toE164 } from '@shared/phone.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError, type AppError } from '../../lib/errors.ts'
import { useApi, useWorkspace } from '../../lib/workspace-context.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '../../ui/menu.tsx'
import { toast } from '../../ui/toast.tsx'
import { PhoneText } from '../records/phone-text.tsx'

interface Props {
  contact: ContactDto
  canEdit: boolean
  onChanged: (contact: ContactDto) => void
}

/** Phones and e-mail addresses; ids of providers stand with them but are nobody's to type. */
export function Addresses({ contact, canEdit, onChanged }: Props) {
  const t = useT()
  const [adding, setAdding] = useState<AddressKind | null>(null)
  const shown = contact.identities.filter(
    ({ kind, isCurrent }) => isCurrent && (kind === 'phone' || kind === 'email'),
  )
  return (
    <>
      <ul>
        {shown.map((identity) => (
          <AddressRow
            key={identity.id}
            contact={contact}
            identity={identity}
            canEdit={canEdit}
            onChanged={onChanged}
          />
        ))}
        {shown.length === 0 && <li className="py-1 text-small text-text-3">{t('contacts.noAddress')}</li>}
      </ul>
      {canEdit && adding === null && (
        <div className="mt-1 flex gap-1">
          <Button size="sm" variant="quiet" onClick={() => setAdding('phone')}>
            <Plus aria-hidden /> {t('contacts.phone')}
          </Button>
          <Button size="sm" variant="quiet" onClick={() => setAdding('email')}>
            <Plus aria-hidden /> {t('contacts.email')}
          </Button>
        </div>
      )}
      {adding && (
        <AddAddress contact={contact} kind={adding} onChanged={onChanged} onClose={() => setAdding(null)} />
      )}
    </>
  )
}

function AddressRow({ contact, identity, canEdit, onChanged }: Props & { identity: IdentityDto }) {
  const t = useT()
  const { client } = useApi()
  const { id } = contact
  const isPhone = identity.kind === 'phone'
  const text = isPhone ? toE164(identity.value) : identity.value
  const run = async (work: () => Promise<ContactDto>) => {
    try {
      onChanged(await work())
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
    }
  }
  return (
    <li className="flex min-h-8 items-center gap-2 text-small">
      {isPhone ? (
        <Phone aria-hidden className="size-4 shrink-0 stroke-[1.75] text-text-3" />
      ) : (
        <Mail aria-hidden className="size-4 shrink-0 stroke-[1.75] text-text-3" />
      )}
      <a
        href={`${isPhone ? 'tel' : 'mailto'}:${text}`}
        className="min-w-0 truncate text-brand-text hover:underline"
      >
        {isPhone ? <PhoneText phone={text} /> : <bdi>{text}</bdi>}
      </a>
      {identity.label && <span className="truncate text-text-3">{identity.label}</span>}
      {identity.isPrimary && <Badge>{t('contacts.primary')}</Badge>}
      {canEdit && (
        <Menu>
          <MenuTrigger asChild>
            <IconButton small label={t('contacts.addressActions', { address: text })} className="ms-auto">
              <MoreHorizontal />
            </IconButton>
          </MenuTrigger>
          <MenuContent align="end">
            {!identity.isPrimary && (
              <MenuItem
                onSelect={() =>
                  void run(() =>
                    client.contacts.updateAddress.mutate({ id, identityId: identity.id, isPrimary: true }),
                  )
                }
              >
                {t('contacts.makePrimary')}
              </MenuItem>
            )}
            <MenuItem
              onSelect={() =>
                void run(() => client.contacts.removeAddress.mutate({ id, identityId: identity.id }))
              }
            >
              {t('contacts.removeAddress')}
            </MenuItem>
          </MenuContent>
        </Menu>
      )}
    </li>
  )
}

interface AddProps {
  contact: ContactDto
  kind: AddressKind
  onChanged: (contact: ContactDto) => void
  onClose: () => void
}

function AddAddress({ contact, kind, onChanged, onClose }: AddProps) {
  const t = useT()
  const { client } = useApi()
  const [value, setValue] = useState('')
  const [error, setError] = useState<AppError | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      onChanged(await client.contacts.addAddress.mutate({ id: contact.id, kind, value }))
      onClose()
    } catch (thrown) {
      setError(toAppError(thrown))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="mt-1.5 space-y-1.5">
      <div className="flex gap-1.5">
        <Input
          autoFocus
          required
          type={kind === 'phone' ? 'tel' : 'email'}
          aria-label={t(kind === 'phone' ? 'contacts.phone' : 'contacts.email')}
          value={value}
          maxLength={254}
          onChange={(event) => setValue(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && onClose()}
          className="h-8"
        />
        <Button size="sm" variant="primary" type="submit" busy={busy} className="h-8">
          {t('common.save')}
        </Button>
      </div>
      {error && <AddressError error={error} />}
    </form>
  )
}

/** An address that another contact has leads there: perhaps they are one person. */
export function AddressError({ error }: { error: AppError }) {
  const t = useT()
  const { detail } = useWorkspace()
  const other = error.details['contactId']
  const text = error.code === 'VALIDATION_FAILED' ? t('contacts.badAddress') : errorText(t, error)
  return (
    <p role="alert" className="text-micro text-danger-text">
      {text}{' '}
      {typeof other === 'string' && (
        <Link
          to="/w/$slug/contacts/$contactId"
          params={{ slug: detail.slug, contactId: other }}
          className="font-[600] underline"
        >
          {t('contacts.openOther')}
        </Link>
      )}
    </p>
  )
}
