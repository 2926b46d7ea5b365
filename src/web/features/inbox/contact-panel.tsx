import { useQuery } from '@tanstack/react-query'
import { Check, Pencil, X } from 'lucide-react'
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import type { ContactDto, IdentityDto } from '@shared/contracts/contacts.ts'
import type { ConversationDetail } from '@shared/contracts/conversations.ts'
import { LIMITS } from '@shared/limits.ts'
import { toE164 } from '@shared/phone.ts'
import type { PlainKey } from '../../i18n/catalogue.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useLanguage, useT } from '../../i18n/provider.tsx'
import { toAppError, type AppError } from '../../lib/errors.ts'
import { useApi, useCan, useWorkspace } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { PhotoAvatar } from '../../ui/photo-avatar.tsx'
import { PhoneText } from '../records/phone-text.tsx'

/** The person outside, beside the conversation. */
export function ContactPanel({ detail }: { detail: ConversationDetail }) {
  const { t, format } = useLanguage()
  const { trpc } = useApi()
  const { data } = useQuery({
    ...trpc.contacts.get.queryOptions({ id: detail.contactId }),
    placeholderData: detail.contact,
  })
  const contact = data ?? detail.contact
  return (
    <div className="px-4 py-[18px]" data-testid="contact.panel">
      <NameLine contact={contact} />
      <Section title="contact.data">
        <Row label="contact.phone">
          {contact.phone ? (
            <a className="text-brand-text hover:underline" href={`tel:${contact.phone}`}>
              <PhoneText phone={contact.phone} />
            </a>
          ) : (
            t('contact.hidden')
          )}
        </Row>
        {contact.email && <Row label="contact.email">{contact.email}</Row>}
        {contact.username && <Row label="contact.username">@{contact.username}</Row>}
        <Row label="contact.since">{format.dateTime(new Date(contact.createdAt))}</Row>
      </Section>
      <Section title="contact.identities">
        {contact.identities.map((identity) => (
          <IdentityRow key={identity.id} identity={identity} />
        ))}
      </Section>
      <Section title="contact.conversation">
        <Row label="contact.number">#{detail.number}</Row>
        <Row label="contact.channel">{detail.channel.name}</Row>
        <Row label="contact.opened">{format.dateTime(new Date(detail.createdAt))}</Row>
        {detail.resolvedAt && (
          <Row label="contact.resolved">{format.dateTime(new Date(detail.resolvedAt))}</Row>
        )}
      </Section>
    </div>
  )
}

function Section({ title, children }: { title: PlainKey; children: ReactNode }) {
  const t = useT()
  return (
    <section className="mt-[18px]">
      <h3 className="mb-2 text-micro font-[650] text-text-3">{t(title)}</h3>
      <dl className="grid grid-cols-[92px_minmax(0,1fr)] gap-x-2 gap-y-[5px] text-small">{children}</dl>
    </section>
  )
}

function Row({ label, children }: { label: PlainKey; children: ReactNode }) {
  const t = useT()
  return (
    <>
      <dt className="text-text-3">{t(label)}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </>
  )
}

const IDENTITY_NAMES: Record<string, PlainKey> = {
  phone: 'contact.kindWhatsapp',
  wa_bsuid: 'contact.kindBusinessId',
  wa_parent_bsuid: 'contact.kindBusinessId',
}

function IdentityRow({ identity }: { identity: IdentityDto }) {
  const t = useT()
  const name = IDENTITY_NAMES[identity.kind]
  return (
    <>
      <dt className="truncate text-text-3">{name ? t(name) : identity.kind}</dt>
      <dd className="wrap-anywhere">
        {identity.kind === 'phone' ? (
          <PhoneText phone={toE164(identity.value)} />
        ) : (
          <bdi>{identity.value}</bdi>
        )}
        {!identity.isCurrent && <span className="text-text-3"> · {t('contact.formerIdentity')}</span>}
      </dd>
    </>
  )
}

function NameLine({ contact }: { contact: ContactDto }) {
  const t = useT()
  const can = useCan()
  const [editing, setEditing] = useState(false)
  return (
    <div className="flex items-center gap-3">
      <PhotoAvatar id={contact.id} name={contact.name} photo={contact.avatarUrl} size={52} />
      {editing ? (
        <NameForm contact={contact} onClose={() => setEditing(false)} />
      ) : (
        <div className="flex min-w-0 flex-1 items-center gap-1">
          <h2 className="min-w-0 font-head text-[1.125rem] leading-[22px] font-[650] wrap-anywhere">
            <bdi dir="auto">{contact.name}</bdi>
          </h2>
          {can('contacts.update') && (
            <IconButton
              small
              label={t('contact.editName')}
              onClick={() => setEditing(true)}
              data-testid="contact.editName"
            >
              <Pencil className="size-[15px]!" />
            </IconButton>
          )}
        </div>
      )}
    </div>
  )
}

/** Saves against the version that was seen: who comes second is told, and decides. */
function NameForm({ contact, onClose }: { contact: ContactDto; onClose: () => void }) {
  const t = useT()
  const { api, cache } = useWorkspace()
  const [name, setName] = useState(contact.name)
  const [error, setError] = useState<AppError | null>(null)
  const [busy, setBusy] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const seen = useRef(contact.version)
  useEffect(() => input.current?.select(), [])

  const put = (saved: ContactDto) => {
    cache.putContact(saved)
    api.queryClient.setQueryData(api.trpc.contacts.get.queryKey({ id: saved.id }), saved)
  }
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      put(
        await api.client.contacts.update.mutate({ id: contact.id, name: name.trim(), version: seen.current }),
      )
      onClose()
    } catch (thrown) {
      setError(toAppError(thrown))
    } finally {
      setBusy(false)
    }
  }
  const reload = async () => {
    const fresh = await api.client.contacts.get.query({ id: contact.id })
    put(fresh)
    seen.current = fresh.version
    setName(fresh.name)
    setError(null)
  }
  return (
    <form onSubmit={(event) => void save(event)} className="min-w-0 flex-1">
      <div className="flex items-center gap-1">
        <Input
          ref={input}
          autoFocus
          required
          dir="auto"
          maxLength={LIMITS.name}
          value={name}
          aria-label={t('contact.name')}
          data-testid="contact.name"
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.stopPropagation()
            onClose()
          }}
          className="h-8"
        />
        <IconButton small label={t('common.save')} type="submit" busy={busy}>
          <Check />
        </IconButton>
        <IconButton small label={t('common.cancel')} onClick={onClose}>
          <X />
        </IconButton>
      </div>
      {error && (
        <p role="alert" className="mt-1 text-micro text-danger-text">
          {errorText(t, error)}{' '}
          {error.code === 'STALE_VERSION' && (
            <Button variant="link" size="bare" className="text-micro" onClick={() => void reload()}>
              {t('contact.useTheirs')}
            </Button>
          )}
        </p>
      )}
    </form>
  )
}
