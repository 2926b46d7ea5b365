import { useEffect, useRef, useState } from 'react'
import { useT } from '../../i18n/provider.tsx'
import { kindOf } from './preview.tsx'
import type { ShownMessage } from './thread-entries.ts'

const EVERY_MS = 2_000

interface Props {
  messages: readonly ShownMessage[]
  contactName: string
}

/** Reads out new messages of the open conversation, at most one every two seconds; never its history. */
export function InboundAnnouncer({ messages, contactName }: Props) {
  const t = useT()
  const [said, setSaid] = useState('')
  const last = messages.at(-1)
  const lastId = useRef(last?.id)
  const quietUntil = useRef(0)
  useEffect(() => {
    if (!last || last.id === lastId.current) return
    lastId.current = last.id
    if (last.direction !== 'inbound') return
    const words = last.text ?? t(kindOf(last.type)?.label ?? 'message.unsupportedShort')
    const wait = Math.max(0, quietUntil.current - Date.now())
    quietUntil.current = Date.now() + wait + EVERY_MS
    const timer = setTimeout(() => setSaid(t('thread.says', { name: contactName, text: words })), wait)
    return () => clearTimeout(timer)
  }, [last, contactName, t])
  return (
    <p className="sr-only" role="status" aria-live="polite">
      {said}
    </p>
  )
}
