import { Download, X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import type { AttachmentDto } from '@shared/contracts/messages.ts'
import { useT } from '../../i18n/provider.tsx'

interface Props {
  attachment: AttachmentDto
  caption: string | null
  onClose: () => void
}

/** The image alone, as large as the screen lets it; closing gives the focus back to its bubble. */
export function ImageViewer({ attachment, caption, onClose }: Props) {
  const t = useT()
  const button = 'grid size-10 place-items-center rounded-full bg-black/45 text-white hover:bg-black/65'
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 animate-fade bg-[oklch(0.12_0.01_225/.92)]" />
        <Dialog.Content aria-describedby={undefined} className="fixed inset-0 z-50 flex flex-col items-center justify-center p-4 outline-none" onClick={onClose}>
          <Dialog.Title className="sr-only">{caption ?? t('message.image')}</Dialog.Title>
          <img
            src={attachment.url ?? undefined}
            alt={caption ?? t('message.image')}
            className="max-h-[86dvh] max-w-full rounded-lg object-contain"
            onClick={(event) => event.stopPropagation()}
          />
          {caption && <p className="mt-3 max-w-[70ch] text-center text-small text-white">{caption}</p>}
          <div className="absolute end-4 top-4 flex gap-2" onClick={(event) => event.stopPropagation()}>
            <a href={`${attachment.url}?download=1`} download={attachment.fileName ?? ''} aria-label={t('attachment.download')} className={button}>
              <Download className="size-5 stroke-[1.75]" />
            </a>
            <Dialog.Close aria-label={t('common.close')} className={button}>
              <X className="size-5 stroke-[1.75]" />
            </Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
