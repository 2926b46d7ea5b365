import { DELIVERY_ORDER } from './delivery-order.ts'
import type { MessageDto } from '@shared/contracts/messages.ts'
import type { Page } from '@shared/contracts/z.ts'

/** Pages of one thread, newest message first. */
export type ThreadPages = Page<MessageDto>[]

const isNewer = (a: MessageDto, b: MessageDto) =>
  a.sentAt > b.sentAt || (a.sentAt === b.sentAt && a.id > b.id)

/** Puts messages where they belong, replacing older forms of themselves. */
export function putMessages(pages: ThreadPages, messages: readonly MessageDto[]): ThreadPages {
  return messages.reduce(putMessage, pages)
}

function putMessage(pages: ThreadPages, message: MessageDto): ThreadPages {
  const known = pages.some((page) => page.items.some((item) => item.id === message.id))
  if (known) return patchItems(pages, message.id, (old) => keepHigherStatus(old, message))
  const at = pages.findIndex((page) => {
    const oldest = page.items.at(-1)
    return oldest !== undefined && isNewer(message, oldest)
  })
  const end = pages.at(-1)?.nextCursor === null ? pages.length - 1 : -1
  const target = at === -1 ? end : at
  return pages.map((page, index) => (index === target ? insert(page, message) : page))
}

function insert(page: Page<MessageDto>, message: MessageDto): Page<MessageDto> {
  const at = page.items.findIndex((item) => isNewer(message, item))
  const items = [...page.items]
  items.splice(at === -1 ? items.length : at, 0, message)
  return { ...page, items }
}

/** One message changed in place; pages without it keep their identity, so they don't render again. */
export function patchItems(
  pages: ThreadPages,
  id: string,
  patch: (message: MessageDto) => MessageDto,
): ThreadPages {
  return pages.map((page) =>
    page.items.some((item) => item.id === id)
      ? {
          ...page,
          items: page.items.map((item) => (item.id === id ? keepHigherStatus(item, patch(item)) : item)),
        }
      : page,
  )
}

/** Ticks never go backwards, even where a slow fetch overtakes a fast event. */
export function keepHigherStatus(old: MessageDto, next: MessageDto): MessageDto {
  if (old.status === null || next.status === null) return next
  if (DELIVERY_ORDER[next.status] >= DELIVERY_ORDER[old.status]) return next
  // A failed message that a person sends again begins anew.
  if (old.status === 'failed' || old.status === 'unknown') return next
  return { ...next, status: old.status, error: old.error, deliveredAt: old.deliveredAt, readAt: old.readAt }
}
