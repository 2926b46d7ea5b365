import { CircleAlert, Download, FileText, LoaderCircle } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { AttachmentDto } from '@shared/contracts/messages.ts'
import { useLanguage, useT } from '../../i18n/provider.tsx'
import { AudioPlayer } from './audio-player.tsx'
import { kindOf } from './preview.tsx'
import type { ShownMessage } from './thread-entries.ts'

const ImageViewer = lazy(() =>
  import('./image-viewer.tsx').then((module) => ({ default: module.ImageViewer })),
)

interface Props {
  attachment: AttachmentDto
  message: ShownMessage
}

/** A file in a bubble, or where it is on its way to be one. Boxes are fixed, so nothing jumps when bytes arrive. */
export function Attachment({ attachment, message }: Props) {
  if (attachment.state !== 'ready' && !attachment.url) return <NotReady attachment={attachment} />
  switch (attachment.type) {
    case 'image':
      return <ImageBox attachment={attachment} caption={message.text} />
    case 'sticker':
      return <StickerBox attachment={attachment} />
    case 'audio':
      return <AudioPlayer url={attachment.url ?? ''} />
    case 'video':
      // What a customer films has no captions.
      // oxlint-disable jsx-a11y/media-has-caption
      return (
        <video
          controls
          preload="metadata"
          src={attachment.url ?? undefined}
          aria-label={attachment.fileName ?? undefined}
          className="aspect-video w-[320px] max-w-full rounded-[10px] bg-surface-3"
        />
      )
    // oxlint-enable jsx-a11y/media-has-caption
    case 'document':
      return <DocumentCard attachment={attachment} />
  }
}

function ImageBox({ attachment, caption }: { attachment: AttachmentDto; caption: string | null }) {
  const t = useT()
  const [open, setOpen] = useState(false)
  const [broken, setBroken] = useState(false)
  if (broken) return <Notice text={t('attachment.failed')} />
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        aria-label={t('attachment.openImage')}
        className="-mx-1.5 -mt-0.5 block h-[210px] w-[280px] max-w-[calc(100%+12px)] overflow-hidden rounded-[12px] bg-surface-3"
      >
        <img
          src={attachment.url ?? undefined}
          alt={caption ?? t('message.image')}
          loading="lazy"
          decoding="async"
          onError={() => setBroken(true)}
          className="size-full object-cover"
        />
      </button>
      {open && (
        <Suspense>
          <ImageViewer attachment={attachment} caption={caption} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

function StickerBox({ attachment }: { attachment: AttachmentDto }) {
  const t = useT()
  return (
    <img
      src={attachment.url ?? undefined}
      alt={t('message.sticker')}
      loading="lazy"
      className="size-[140px] object-contain"
    />
  )
}

function DocumentCard({ attachment }: { attachment: AttachmentDto }) {
  const { t, format } = useLanguage()
  const name = attachment.fileName ?? t('message.document')
  const extension = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toUpperCase()
  return (
    <a
      href={`${attachment.url}?download=1`}
      download={name}
      className="flex w-[300px] max-w-full items-center gap-3 rounded-[10px] bg-surface-2/70 p-2.5 hover:bg-surface-3/70"
    >
      <span className="grid size-10 shrink-0 place-items-center rounded-[9px] bg-overlay text-brand-text ring-1 ring-border">
        <FileText className="size-5 stroke-[1.75]" aria-hidden />
      </span>
      <span className="min-w-0 flex-1">
        <bdi dir="auto" className="block truncate text-small font-[600]">
          {name}
        </bdi>
        <span className="text-micro text-text-3">
          {[extension, attachment.size === null ? null : format.bytes(attachment.size)]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <Download className="size-4 shrink-0 stroke-[1.75] text-text-3" aria-label={t('attachment.download')} />
    </a>
  )
}

function NotReady({ attachment }: { attachment: AttachmentDto }) {
  const { t, format } = useLanguage()
  const kind = kindOf(attachment.type)
  const label = kind ? t(kind.label) : t('message.document')
  if (attachment.state === 'failed') return <Notice text={t('attachment.failed')} />
  if (attachment.state === 'too_big') {
    return (
      <Notice
        text={
          attachment.size
            ? t('attachment.tooBigSize', { size: format.bytes(attachment.size) })
            : t('attachment.tooBig')
        }
      />
    )
  }
  return (
    <p className="flex min-h-10 items-center gap-2.5 rounded-[10px] bg-surface-2/70 px-3 text-small text-text-2">
      <LoaderCircle className="size-4 shrink-0 animate-spin stroke-[1.75]" aria-hidden />
      {attachment.fileName ?? label} · {t('attachment.pending')}
    </p>
  )
}

function Notice({ text }: { text: string }) {
  return (
    <p className="flex min-h-10 items-center gap-2.5 rounded-[10px] bg-danger-soft px-3 py-2 text-small text-danger-text">
      <CircleAlert className="size-4 shrink-0 stroke-[1.75]" aria-hidden />
      {text}
    </p>
  )
}
