import { Link } from '@tanstack/react-router'
import { FileText, MessageCircle, Paperclip, Plus, X } from 'lucide-react'
import { useRef, useState } from 'react'
import type { DealDetail } from '@shared/contracts/deals.ts'
import type { ConversationId } from '@shared/ids.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useLanguage, useT } from '../../i18n/provider.tsx'
import { UploadError, uploadFile } from '../../lib/upload.ts'
import { useApi, useCan } from '../../lib/workspace-context.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { toast } from '../../ui/toast.tsx'
import { FactSection } from '../records/facts.tsx'
import { useLinks } from './deal-people.tsx'
import { ChatPicker } from './record-picker.tsx'

interface Props {
  slug: string
  deal: DealDetail
  canEdit: boolean
}

/** The chats that belong to the deal: one click from the card to the conversation. */
export function DealChats({ slug, deal, canEdit }: Props) {
  const t = useT()
  const { client } = useApi()
  const { link } = useLinks()
  const [isAdding, setAdding] = useState(false)
  const canAdd = useCan()('conversations.view') && canEdit
  const add = (conversationId: ConversationId) =>
    link(() => client.deals.linkConversation.mutate({ id: deal.id, conversationId }))
  return (
    <FactSection
      title={t('deals.chats')}
      action={
        canAdd && (
          <IconButton
            small
            label={t('deals.addChat')}
            data-testid="deal.chat.add"
            onClick={() => setAdding(!isAdding)}
          >
            <Plus />
          </IconButton>
        )
      }
    >
      {isAdding && (
        <ChatPicker
          value={null}
          label={t('deals.addChat')}
          autoFocus
          onPick={(picked) => {
            setAdding(false)
            if (picked) void add(picked.id)
          }}
        />
      )}
      {deal.threads.length === 0 && !isAdding && (
        <p className="text-small text-text-3">{t('deals.noChats')}</p>
      )}
      <ul className="space-y-1">
        {deal.threads.map(({ threadId, contactName, conversationNumber }) => (
          <li key={threadId} className="flex items-center gap-2 text-small">
            <MessageCircle aria-hidden className="size-4 shrink-0 stroke-[1.75] text-text-3" />
            {conversationNumber === null ? (
              <bdi className="flex-1">{contactName}</bdi>
            ) : (
              <Link
                to="/w/$slug/inbox/$view/c/$number"
                params={{ slug, view: 'all', number: String(conversationNumber) }}
                search={{ panel: 'deal' }}
                data-testid="deal.chat"
                className="min-w-0 flex-1 truncate font-[550] text-brand-text hover:underline"
              >
                {t('deals.openChat', { name: contactName })}
              </Link>
            )}
            {canEdit && (
              <IconButton
                small
                label={t('deals.removePerson', { name: contactName })}
                onClick={() => void link(() => client.deals.unlinkThread.mutate({ id: deal.id, threadId }))}
              >
                <X />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
    </FactSection>
  )
}

export function DealFiles({ deal, canEdit }: Omit<Props, 'slug'>) {
  const { t, format } = useLanguage()
  const { client } = useApi()
  const { link } = useLinks()
  return (
    <FactSection title={t('deals.files')} action={canEdit && <UploadButton deal={deal} />}>
      {deal.files.length === 0 && <p className="text-small text-text-3">{t('deals.noFiles')}</p>}
      <ul className="space-y-1">
        {deal.files.map(({ id, fileName, url, size }) => (
          <li key={id} className="flex items-center gap-2 text-small">
            <FileText aria-hidden className="size-4 shrink-0 stroke-[1.75] text-text-3" />
            <a
              href={url ?? undefined}
              target="_blank"
              rel="noopener noreferrer"
              className="min-w-0 flex-1 truncate text-brand-text hover:underline"
            >
              <bdi>{fileName ?? t('deals.files')}</bdi>
            </a>
            {size !== null && <span className="text-text-3">{format.bytes(size)}</span>}
            {canEdit && (
              <IconButton
                small
                label={t('deals.removeFile', { name: fileName ?? '' })}
                onClick={() =>
                  void link(() => client.deals.unlinkFile.mutate({ id: deal.id, attachmentId: id }))
                }
              >
                <X />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
    </FactSection>
  )
}

function UploadButton({ deal }: { deal: DealDetail }) {
  const t = useT()
  const api = useApi()
  const { link } = useLinks()
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const upload = async (file: File) => {
    setBusy(true)
    try {
      const { id: attachmentId } = await uploadFile(api.workspaceId, file, () => undefined).done
      await link(() => api.client.deals.linkFile.mutate({ id: deal.id, attachmentId }))
    } catch (thrown) {
      if (!(thrown instanceof UploadError)) throw thrown
      toast({ tone: 'danger', text: errorText(t, thrown.failure) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        className="sr-only"
        tabIndex={-1}
        aria-label={t('deals.addFile')}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file) void upload(file)
        }}
      />
      <IconButton small label={t('deals.addFile')} busy={busy} onClick={() => input.current?.click()}>
        <Paperclip />
      </IconButton>
    </>
  )
}
