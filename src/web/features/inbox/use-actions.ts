import { useCallback } from 'react'
import type { ConversationDetail, ConversationState } from '@shared/contracts/conversations.ts'
import type { UserId } from '@shared/ids.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { sessionExpired } from '../../lib/session.ts'
import { useWorkspace } from '../../lib/workspace-context.tsx'
import { toast } from '../../ui/toast.tsx'

/** What a member does with a conversation. Each shows at once and is taken back where the server refuses. */
export function useConversationActions() {
  const { api, cache, me } = useWorkspace()
  const t = useT()

  const attempt = useCallback(
    async (before: ConversationState, change: Partial<ConversationState>, call: () => Promise<ConversationState>) => {
      cache.overrideConversation(before.id, change)
      try {
        cache.putConversation(await call())
        return true
      } catch (thrown) {
        const error = toAppError(thrown)
        const undo = Object.fromEntries(Object.keys(change).map((key) => [key, before[key as keyof ConversationState]]))
        cache.overrideConversation(before.id, undo)
        if (error.code === 'UNAUTHENTICATED') sessionExpired.set(true)
        else toast({ tone: 'danger', text: errorText(t, error) })
        return false
      }
    },
    [cache, t],
  )

  const { conversations } = api.client
  const reopen = (it: ConversationDetail) =>
    attempt(it, { status: 'open' }, () => conversations.reopen.mutate({ id: it.id }))
  return {
    reopen,
    assign: (it: ConversationDetail, assigneeId: UserId | null) =>
      attempt(it, { assigneeId }, () => conversations.assign.mutate({ id: it.id, assigneeId })),
    assignToMe: (it: ConversationDetail) =>
      attempt(it, { assigneeId: me.user.id }, () => conversations.assign.mutate({ id: it.id, assigneeId: me.user.id })),
    resolve: async (it: ConversationDetail) => {
      const change = { status: 'resolved', waitingSince: null } as const
      const done = await attempt(it, change, () => conversations.resolve.mutate({ id: it.id }))
      if (done) toast({ tone: 'success', text: t('inbox.resolvedToast', { name: it.contactName }), action: { label: t('common.undo'), run: () => void reopen(it) } })
    },
    markRead: (it: ConversationState) =>
      attempt(it, { unreadCount: 0 }, () => conversations.markRead.mutate({ id: it.id })),
    markUnread: (it: ConversationState) =>
      attempt(it, { unreadCount: Math.max(1, it.unreadCount) }, () => conversations.markUnread.mutate({ id: it.id })),
  }
}

export type ConversationActions = ReturnType<typeof useConversationActions>
