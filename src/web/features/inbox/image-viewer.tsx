import { Download, X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import type { AttachmentDto } from '@shared/contracts/messages.ts'
import { useT } from '../../i18n/provider.tsx'

interface Props {
  attachment: AttachmentDto
  caption: string | null
  onClose: () => void
}

const BUTTON = 'grid size-10 place-items-center rounded-full bg-black/45 text-white hover:bg-black/65'

/** The image alone, as large as the screen lets it; closing gives the focus back to its bubble. */
export function ImageViewer({ attachment, caption, onClose }: Props) {
  const t = useT()
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 animate-fade bg-[oklch(0.12_0.01_225/.92)]" />
        {/* Only the image and the buttons take the pointer: a press beside them reaches the overlay and closes. */}
        <Dialog.Content
          aria-describedby={undefined}
          className="pointer-events-none! fixed inset-0 z-50 flex flex-col items-center justify-center p-4 outline-none"
        >
          <Dialog.Title className="sr-only">{caption ?? t('message.image')}</Dialog.Title>
          <Dialog.Close
            aria-label={t('common.close')}
            className="pointer-events-auto absolute inset-0 -z-10 cursor-zoom-out"
            tabIndex={-1}
          />
          <img
            src={attachment.url ?? undefined}
            alt={caption ?? t('message.image')}
            className="pointer-events-auto max-h-[86dvh] max-w-full rounded-lg object-contain"
          />
          {caption && <p className="mt-3 max-w-[70ch] text-center text-small text-white">{caption}</p>}
          <div className="pointer-events-auto absolute end-4 top-4 flex gap-2">
            <a
              href={`${attachment.url}?download=1`}
              download={attachment.fileName ?? ''}
              aria-label={t('attachment.download')}
              className={BUTTON}
            >
              <Download className="size-5 stroke-[1.75]" />
            </a>
            <Dialog.Close aria-label={t('common.close')} className={BUTTON}>
              <X className="size-5 stroke-[1.75]" />
            </Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
