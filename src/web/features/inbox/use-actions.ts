import { useCallback } from 'react'
import type { ConversationState } from '@shared/contracts/conversations.ts'
import type { UserId } from '@shared/ids.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { sessionExpired } from '../../lib/session.ts'
import { useWorkspace } from '../../lib/workspace-context.tsx'
import { toast } from '../../ui/toast.tsx'

/** What a member does with a conversation. Each shows at once and is taken back where the server refuses. */
export function useConversationActions() {
  const { api, me } = useWorkspace()
  const { conversations } = api.client
  const t = useT()
  const attempt = useAttempt()
  const assign = (it: ConversationState, assigneeId: UserId | null) =>
    attempt(it, { assigneeId }, () => conversations.assign.mutate({ id: it.id, assigneeId }))
  const reopen = (it: ConversationState) =>
    attempt(it, { status: 'open' }, () => conversations.reopen.mutate({ id: it.id }))
  const resolve = async (it: ConversationState & { contactName: string }) => {
    const change = { status: 'resolved', waitingSince: null } as const
    if (!(await attempt(it, change, () => conversations.resolve.mutate({ id: it.id })))) return
    toast({
      tone: 'success',
      text: t('inbox.resolvedToast', { name: it.contactName }),
      action: { label: t('common.undo'), run: () => void reopen(it) },
    })
  }
  return {
    assign,
    assignToMe: (it: ConversationState) => assign(it, me.user.id),
    reopen,
    resolve,
    markRead: (it: ConversationState) =>
      attempt(it, { unreadCount: 0 }, () => conversations.markRead.mutate({ id: it.id })),
    markUnread: (it: ConversationState) =>
      attempt(it, { unreadCount: Math.max(1, it.unreadCount) }, () =>
        conversations.markUnread.mutate({ id: it.id }),
      ),
  }
}

/** Tries a change that is already shown; false where it had to be taken back. */
function useAttempt() {
  const { cache } = useWorkspace()
  const t = useT()
  return useCallback(
    async (
      before: ConversationState,
      change: Partial<ConversationState>,
      call: () => Promise<ConversationState>,
    ): Promise<boolean> => {
      cache.overrideConversation(before.id, change)
      try {
        cache.putConversation(await call())
        return true
      } catch (thrown) {
        const error = toAppError(thrown)
        const changed = Object.keys(change) as (keyof ConversationState)[]
        cache.overrideConversation(before.id, Object.fromEntries(changed.map((key) => [key, before[key]])))
        if (error.code === 'UNAUTHENTICATED') sessionExpired.set(true)
        else toast({ tone: 'danger', text: errorText(t, error) })
        return false
      }
    },
    [cache, t],
  )
}
