import { Link } from '@tanstack/react-router'
import { Maximize2, X } from 'lucide-react'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { PhotoAvatar } from '../../ui/photo-avatar.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { ContactFacts } from './contact-facts.tsx'
import { useContact } from './use-contact.ts'

/** A contact beside the table. */
export function ContactPeek({ id, slug, onClose }: { id: string; slug: string; onClose: () => void }) {
  const t = useT()
  const contact = useContact(id)
  if (contact.error && !contact.data)
    return <ErrorPane error={toAppError(contact.error)} onRetry={() => void contact.refetch()} />
  if (!contact.data)
    return (
      <Delayed>
        <div className="space-y-3 p-4">
          <Bone className="h-12" />
          <Bone className="h-40" />
        </div>
      </Delayed>
    )
  const { data } = contact
  return (
    <div className="p-4" data-testid="contact.peek">
      <header className="mb-4 flex items-center gap-3">
        <PhotoAvatar id={data.id} name={data.name} photo={data.avatarUrl} size={44} />
        <h2 className="min-w-0 flex-1 font-head text-[1.0625rem] leading-[22px] font-[650] wrap-anywhere">
          <bdi dir="auto">{data.name}</bdi>
        </h2>
        <Link
          to="/w/$slug/contacts/$contactId"
          params={{ slug, contactId: data.id }}
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
      <ContactFacts contact={data} actions={contact} />
    </div>
  )
}
