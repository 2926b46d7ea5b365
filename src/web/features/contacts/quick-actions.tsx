import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ListPlus, MessageCircle } from 'lucide-react'
import type { ContactDto } from '@shared/contracts/contacts.ts'
import { useT } from '../../i18n/provider.tsx'
import { useApi, useCan } from '../../lib/workspace-context.tsx'
import { Button, buttonVariants } from '../../ui/button.tsx'
import { openNewTask } from '../tasks/new-task.ts'

/** What one does next about a person: write to them, or note something to do. */
export function QuickActions({ contact, slug }: { contact: ContactDto; slug: string }) {
  const t = useT()
  const can = useCan()
  const number = useNewestConversation(contact)
  return (
    <>
      {number !== null && can('conversations.view') && (
        <Link
          to="/w/$slug/inbox/$view/c/$number"
          params={{ slug, view: 'all', number: String(number) }}
          className={buttonVariants({ variant: 'neutral' })}
        >
          <MessageCircle aria-hidden /> <span className="max-md:sr-only">{t('contacts.message')}</span>
        </Link>
      )}
      {can('tasks.update') && (
        <Button
          onClick={() =>
            openNewTask({ record: { entity: 'contact', recordId: contact.id }, recordName: contact.name })
          }
        >
          <ListPlus aria-hidden /> <span className="max-md:sr-only">{t('contacts.task')}</span>
        </Button>
      )}
    </>
  )
}

/** Out of the timeline, which the page has loaded anyway. */
function useNewestConversation({ id }: ContactDto): number | null {
  const { trpc } = useApi()
  const { data } = useInfiniteQuery(
    trpc.timeline.list.infiniteQueryOptions(
      { record: { entity: 'contact', recordId: id } },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  )
  const entry = data?.pages.flatMap((page) => page.items).find((item) => item.kind === 'conversation')
  return entry?.kind === 'conversation' ? entry.number : null
}
