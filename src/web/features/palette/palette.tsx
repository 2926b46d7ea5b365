import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Command as Cmdk } from 'cmdk'
import { CornerDownLeft, MessageCircle, Search } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useLanguage } from '../../i18n/provider.tsx'
import type { PlainKey } from '../../i18n/catalogue.ts'
import { availableCommands, type Command, type CommandGroup } from '../../lib/commands.ts'
import { useNow, useSettled } from '../../lib/hooks.ts'
import { useApi, useWorkspace } from '../../lib/workspace-context.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Keys } from '../../ui/keys.tsx'
import { matchesWords } from './match.ts'

interface Props {
  slug: string
  onOpenChange: (open: boolean) => void
}

const GROUPS: readonly { group: CommandGroup; title: PlainKey }[] = [
  { group: 'conversation', title: 'palette.onConversation' },
  { group: 'board', title: 'palette.onBoard' },
  { group: 'go', title: 'palette.goTo' },
  { group: 'view', title: 'palette.view' },
]
const ITEM =
  'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1 text-body select-none data-[selected=true]:bg-brand-soft'

/** One line to go anywhere, to act on the open conversation, and to find people. */
export function Palette({ slug, onOpenChange }: Props) {
  const { t } = useLanguage()
  const [text, setText] = useState('')
  // Read once: the commands of the page below don't change while the palette is over it.
  const [commands] = useState(() => availableCommands().filter((command) => !command.hidden))
  const run = (action: () => void) => {
    onOpenChange(false)
    // After the palette has given the focus back, so that the action may move it.
    setTimeout(action, 0)
  }
  return (
    <Cmdk.Dialog
      open
      onOpenChange={onOpenChange}
      label={t('palette.title')}
      shouldFilter={false}
      loop
      overlayClassName="fixed inset-0 z-50 animate-fade bg-[oklch(0.18_0.02_225/.4)]"
      contentClassName="fixed start-1/2 top-[12dvh] z-50 w-[min(600px,calc(100vw-24px))] -translate-x-1/2 animate-fade overflow-hidden rounded-xl bg-overlay shadow-3 outline-none"
    >
      <div className="flex items-center gap-2.5 border-b px-4">
        <Search className="size-[18px] shrink-0 stroke-[1.75] text-text-3" aria-hidden />
        <Cmdk.Input
          value={text}
          onValueChange={setText}
          placeholder={t('palette.placeholder')}
          data-testid="palette.input"
          className="h-12 w-full bg-transparent text-[0.9375rem] outline-none"
        />
      </div>
      <Cmdk.List className="max-h-[min(420px,60dvh)] overflow-y-auto p-2 scroll-quiet">
        <Cmdk.Empty className="px-3 py-6 text-center text-small text-text-2">
          {t('palette.nothing')}
        </Cmdk.Empty>
        {GROUPS.map(({ group, title }) => (
          <CommandItems
            key={group}
            title={t(title)}
            commands={commands.filter((command) => command.group === group)}
            text={text}
            onRun={run}
          />
        ))}
        <Found slug={slug} text={text} onRun={run} />
      </Cmdk.List>
    </Cmdk.Dialog>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Cmdk.Group
      heading={title}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-micro [&_[cmdk-group-heading]]:font-[650] [&_[cmdk-group-heading]]:text-text-3"
    >
      {children}
    </Cmdk.Group>
  )
}

interface CommandProps {
  title: string
  commands: readonly Command[]
  text: string
  onRun: (action: () => void) => void
}

function CommandItems({ title, commands, text, onRun }: CommandProps) {
  const { t } = useLanguage()
  const shown = commands.filter((command) => matchesWords(t(command.label), text))
  if (shown.length === 0) return null
  return (
    <Group title={title}>
      {shown.map((command) => (
        <Cmdk.Item key={command.id} value={command.id} onSelect={() => onRun(command.run)} className={ITEM}>
          <CornerDownLeft className="size-4 stroke-[1.75] text-text-3" aria-hidden />
          {t(command.label)}
          {command.keys && (
            <span className="ms-auto">
              <Keys keys={command.keys} />
            </span>
          )}
        </Cmdk.Item>
      ))}
    </Group>
  )
}

const PAUSE_MS = 120
const SHOWN = 7

/** Conversations by the contact's name or phone: the server's answer keeps its place while it changes. */
function Found({ slug, text, onRun }: { slug: string; text: string; onRun: (action: () => void) => void }) {
  const { t, format } = useLanguage()
  const { trpc } = useApi()
  const { detail } = useWorkspace()
  const navigate = useNavigate()
  const now = useNow()
  const query = useSettled(text.trim(), PAUSE_MS)
  const { data } = useQuery({
    ...trpc.conversations.list.queryOptions({ who: 'all', state: 'open', query, limit: SHOWN }),
    enabled: query.length > 1,
    placeholderData: keepPreviousData,
  })
  if (query.length < 2 || !data || data.items.length === 0) return null
  return (
    <Group title={t('palette.conversations')}>
      {data.items.map((row) => (
        <Cmdk.Item
          key={row.id}
          value={row.id}
          className={ITEM}
          onSelect={() =>
            onRun(
              () =>
                void navigate({
                  to: '/w/$slug/inbox/$view/c/$number',
                  params: { slug: detail.slug ?? slug, view: 'all', number: String(row.number) },
                }),
            )
          }
        >
          <Avatar id={row.contactId} name={row.contactName} size={24} />
          <bdi dir="auto" className="truncate font-[550]">
            {row.contactName}
          </bdi>
          <span className="flex min-w-0 flex-1 items-center gap-1 text-small text-text-3">
            <MessageCircle className="size-3.5 shrink-0 stroke-[1.75]" aria-hidden /> #{row.number}
          </span>
          <time className="text-micro text-text-3">{format.ago(new Date(row.lastMessageAt), now)}</time>
        </Cmdk.Item>
      ))}
    </Group>
  )
}
