import { ChevronDown, UserRoundX } from 'lucide-react'
import type { ConversationDetail } from '@shared/contracts/conversations.ts'
import type { UserId } from '@shared/ids.ts'
import { roleCan } from '@shared/permissions.ts'
import { useT } from '../../i18n/provider.tsx'
import { useWorkspace } from '../../lib/workspace-context.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuContent, MenuLabel, MenuRadioGroup, MenuRadioItem, MenuTrigger } from '../../ui/menu.tsx'
import { useConversationActions } from './use-actions.ts'
import { useMembers } from './use-members.ts'

interface Props {
  detail: ConversationDetail
  open: boolean
  onOpenChange: (open: boolean) => void
}

const NOBODY = 'nobody'

export function AssignMenu({ detail, open, onOpenChange }: Props) {
  const t = useT()
  const { me } = useWorkspace()
  const { assign } = useConversationActions()
  const members = useMembers()
  const assignee = detail.assigneeId
  const name = assignee ? members.nameOf(assignee) : undefined
  // Only those who may answer are offered; me first.
  const candidates = members.items
    .filter((member) => roleCan(member.role, 'messages.send'))
    .sort((a, b) => Number(b.userId === me.user.id) - Number(a.userId === me.user.id))
  return (
    <Menu open={open} onOpenChange={onOpenChange}>
      <MenuTrigger asChild>
        <Button variant="quiet" className="gap-1.5 px-2" aria-keyshortcuts="a" data-testid="thread.assign">
          <span className="sr-only">{name ? t('inbox.assignedTo', { name }) : t('thread.assign')}</span>
          {assignee && name ? <Avatar id={assignee} name={name} size={26} /> : <UserRoundX aria-hidden />}
          <span aria-hidden className="max-w-28 truncate max-md:hidden">
            {assignee === me.user.id ? t('thread.me') : (name?.split(' ')[0] ?? t('thread.assign'))}
          </span>
          <ChevronDown aria-hidden className="size-3.5! text-text-3 max-md:hidden" />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuLabel>{t('thread.assignTo')}</MenuLabel>
        <MenuRadioGroup
          value={assignee ?? NOBODY}
          onValueChange={(value) => void assign(detail, value === NOBODY ? null : (value as UserId))}
        >
          {candidates.map((member) => (
            <MenuRadioItem key={member.userId} value={member.userId} data-testid="thread.assign.item">
              <Avatar id={member.userId} name={member.name} size={22} />
              <bdi dir="auto" className="truncate">
                {member.name}
              </bdi>
              {member.userId === me.user.id && <span className="text-text-3">{t('thread.meAside')}</span>}
            </MenuRadioItem>
          ))}
          <MenuRadioItem value={NOBODY}>
            <span className="grid size-[22px] place-items-center rounded-full bg-surface-2 text-text-3">
              <UserRoundX aria-hidden className="size-3.5!" />
            </span>
            {t('thread.nobody')}
          </MenuRadioItem>
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  )
}
