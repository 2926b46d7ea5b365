import { BookUser, MapPin, Smartphone } from 'lucide-react'
import { memo } from 'react'
import type { ContactCard, LocationPayload } from '@shared/contracts/messages.ts'
import { useT } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { isEmojiOnly, parseWhatsAppText, type TextNode } from '../../lib/whatsapp-text.ts'
import { Attachment } from './attachment.tsx'
import type { ShownMessage } from './thread-entries.ts'

/** What a message holds: files, cards and words, whatever its type says. */
export function MessageBody({ message }: { message: ShownMessage }) {
  const t = useT()
  const { payload, attachments, text } = message
  if (message.deletedAt) return <p className="text-message text-text-3 italic">{t('message.deleted')}</p>
  const isEmpty =
    !text && attachments.length === 0 && !payload?.location && !payload?.contacts && !payload?.choice
  return (
    <div className="flex flex-col gap-1">
      {attachments.map((attachment) => (
        <Attachment key={attachment.id} attachment={attachment} message={message} />
      ))}
      {payload?.location && <LocationCard location={payload.location} />}
      {payload?.contacts?.map((card, index) => (
        <ContactCardView key={index} card={card} />
      ))}
      {payload?.choice ? (
        <Choice title={payload.choice.title} description={payload.choice.description} />
      ) : (
        text && <MessageText text={text} />
      )}
      {(message.type === 'unsupported' || isEmpty) && <Unsupported />}
    </div>
  )
}

export const MessageText = memo(function MessageText({ text }: { text: string }) {
  return (
    <div
      dir="auto"
      className={cn(
        'wrap-anywhere whitespace-pre-wrap',
        isEmojiOnly(text)
          ? 'font-["Apple_Color_Emoji","Segoe_UI_Emoji","Noto_Color_Emoji",sans-serif] text-[2rem] leading-10'
          : 'text-message',
      )}
    >
      <Nodes nodes={parseWhatsAppText(text)} />
    </div>
  )
})

function Nodes({ nodes }: { nodes: readonly TextNode[] }) {
  return nodes.map((node, index) => <Node key={index} node={node} />)
}

function Node({ node }: { node: TextNode }) {
  switch (node.kind) {
    case 'text':
      return node.text
    case 'link':
      return (
        <a
          href={node.href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="text-brand-text underline underline-offset-2"
        >
          {node.text}
        </a>
      )
    case 'code':
      return (
        <code
          className={cn(
            'rounded-sm bg-surface-3/60 px-1 font-mono text-[0.8125rem]',
            node.block && 'block px-2 py-1',
          )}
        >
          {node.text}
        </code>
      )
    case 'bold':
      return (
        <strong className="font-[650]">
          <Nodes nodes={node.children} />
        </strong>
      )
    case 'italic':
      return (
        <em>
          <Nodes nodes={node.children} />
        </em>
      )
    case 'strike':
      return (
        <s>
          <Nodes nodes={node.children} />
        </s>
      )
  }
}

function LocationCard({ location }: { location: LocationPayload }) {
  const t = useT()
  const { latitude, longitude, name, address } = location
  const place = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`
  const href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      className="flex items-center gap-3 rounded-[10px] bg-surface-2/70 p-2.5 pe-4 hover:bg-surface-3/70"
    >
      <span className="grid size-10 shrink-0 place-items-center rounded-full bg-brand-soft text-brand-text">
        <MapPin className="size-5 stroke-[1.75]" aria-hidden />
      </span>
      <span className="min-w-0">
        <bdi dir="auto" className="block truncate text-body font-[600]">
          {name ?? t('message.location')}
        </bdi>
        <bdi dir="auto" className="block truncate text-micro text-text-2">
          {address ?? place}
        </bdi>
        <span className="text-micro font-[550] text-brand-text">{t('message.openMap')}</span>
      </span>
    </a>
  )
}

function ContactCardView({ card }: { card: ContactCard }) {
  return (
    <div className="flex items-center gap-3 rounded-[10px] bg-surface-2/70 p-2.5 pe-4">
      <span className="grid size-10 shrink-0 place-items-center rounded-full bg-brand-soft text-brand-text">
        <BookUser className="size-5 stroke-[1.75]" aria-hidden />
      </span>
      <div className="min-w-0">
        <bdi dir="auto" className="block truncate text-body font-[600]">
          {card.name}
        </bdi>
        {card.phones.map(({ phone }) => (
          <a
            key={phone}
            href={`tel:${phone.replace(/[^+\d]/g, '')}`}
            className="block text-small text-brand-text hover:underline"
          >
            <bdi>{phone}</bdi>
          </a>
        ))}
        {card.emails?.map((email) => (
          <bdi key={email} className="block truncate text-small text-text-2">
            {email}
          </bdi>
        ))}
      </div>
    </div>
  )
}

function Choice({ title, description }: { title: string; description: string | undefined }) {
  const t = useT()
  return (
    <div>
      <p className="text-micro text-text-3">{t('message.chose')}</p>
      <p dir="auto" className="text-message font-[600]">
        {title}
      </p>
      {description && (
        <p dir="auto" className="text-small text-text-2">
          {description}
        </p>
      )}
    </div>
  )
}

function Unsupported() {
  const t = useT()
  return (
    <p className="flex items-center gap-2 text-small text-text-2 italic">
      <Smartphone className="size-4 shrink-0 stroke-[1.75]" aria-hidden /> {t('message.unsupported')}
    </p>
  )
}
