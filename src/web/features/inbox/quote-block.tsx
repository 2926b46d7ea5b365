import { X } from 'lucide-react'
import type { QuotedMessage } from '@shared/contracts/messages.ts'
import { useT } from '../../i18n/provider.tsx'
import { kindOf } from './preview.tsx'

interface Props {
  quoted: QuotedMessage
  contactName: string
  onJump?: (id: string) => void
  onRemove?: () => void
}

/** The message that another one answers: in a bubble it leads there, in the composer it can be taken off. */
export function QuoteBlock({ quoted, contactName, onJump, onRemove }: Props) {
  const t = useT()
  const who = quoted.direction === 'inbound' ? contactName : t('message.you')
  const words = quoted.text ?? t((quoted.type && kindOf(quoted.type)?.label) || 'message.quotedUnknown')
  const inner = (
    <>
      <bdi dir="auto" className="font-[600]">
        {who}
      </bdi>
      <span aria-hidden> · </span>
      <bdi dir="auto">{words}</bdi>
    </>
  )
  const look =
    'mb-[5px] block w-full min-w-0 truncate rounded-[8px] border-s-[3px] border-s-brand bg-surface-3/55 px-[9px] py-1 text-start text-[0.78125rem] leading-[18px] text-text-2'
  if (onRemove) {
    return (
      <div className="flex items-center gap-1 px-2 pt-2" data-testid="composer.quote">
        <p className={`${look} mb-0! flex-1`}>{inner}</p>
        <button
          type="button"
          onClick={onRemove}
          aria-label={t('composer.removeQuote')}
          className="grid size-7 place-items-center rounded-md text-text-3 hover:bg-surface-2"
        >
          <X className="size-4 stroke-[1.75]" />
        </button>
      </div>
    )
  }
  if (!quoted.id || !onJump) return <p className={look}>{inner}</p>
  const id = quoted.id
  return (
    <button
      type="button"
      className={look}
      onClick={() => onJump(id)}
      aria-label={t('message.jumpToQuoted', { name: who, text: words })}
    >
      {inner}
    </button>
  )
}
