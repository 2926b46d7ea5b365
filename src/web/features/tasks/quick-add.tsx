import { CalendarClock, Flag, Hash, Plus, UserRound, UserRoundX } from 'lucide-react'
import { useId, useState, type ReactNode, type RefObject } from 'react'
import type { RecordRef } from '@shared/records.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { useMembers } from '../inbox/use-members.ts'
import { todayHere } from './clock.ts'
import { dueText } from './due-text.ts'
import { readLine, taskOf, type ReadLine } from './read-line.ts'
import { TypeIcon } from './type-icon.tsx'
import { useTaskActions } from './use-task-actions.ts'

interface Props {
  record?: RecordRef | null | undefined
  text?: string | undefined
  inputRef?: RefObject<HTMLInputElement | null>
  autoFocus?: boolean
  onAdded?: (title: string) => void
}

/** A task in one line; what was understood is shown while it is typed. */
export function QuickAdd({ record, text = '', inputRef, autoFocus = false, onAdded }: Props) {
  const { t, locale } = useLanguage()
  const members = useMembers()
  const { create } = useTaskActions()
  const [line, setLine] = useState(text)
  const [busy, setBusy] = useState(false)
  const readingId = useId()
  const read = readLine(line, locale, members.items)
  const add = async () => {
    if (!read.said.title || busy) return
    setBusy(true)
    const task = await create({ ...taskOf(read), ...(record && { record }) })
    setBusy(false)
    if (!task) return
    setLine('')
    onAdded?.(task.title)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <div className="flex gap-2">
        <Input
          ref={inputRef}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog holds nothing else.
          autoFocus={autoFocus}
          value={line}
          onChange={(event) => setLine(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && !autoFocus && event.currentTarget.blur()}
          aria-label={t('tasks.quickAdd')}
          aria-describedby={readingId}
          placeholder={t('tasks.quickPlaceholder')}
          maxLength={300}
          data-testid="tasks.quickAdd"
        />
        <Button type="submit" variant="primary" className="h-[38px]" disabled={!read.said.title} busy={busy}>
          <Plus aria-hidden /> <span className="max-md:sr-only">{t('tasks.add')}</span>
        </Button>
      </div>
      <div id={readingId} aria-live="polite" className="min-h-7 pt-1.5">
        {line.trim() !== '' && <Reading read={read} />}
      </div>
    </form>
  )
}

function Reading({ read: { said, assignee } }: { read: ReadLine }) {
  const { t, locale } = useLanguage()
  const when = said.dueLocal && dueText(said.dueLocal, todayHere(), { t, locale })
  return (
    <p className="flex flex-wrap items-center gap-1.5 text-micro text-text-3" data-testid="tasks.reading">
      <span>{t('tasks.understood')}</span>
      <bdi dir="auto" className="font-[550] text-text">
        {said.title || t('tasks.needsTitle')}
      </bdi>
      {when && <Chip icon={<CalendarClock aria-hidden />}>{when}</Chip>}
      {said.type && <Chip icon={<TypeIcon type={said.type} />}>{t(`tasks.type.${said.type}`)}</Chip>}
      {said.priority && <Chip icon={<Flag aria-hidden />}>{t('tasks.priority.high')}</Chip>}
      {said.labels?.map((label) => (
        <Chip key={label} icon={<Hash aria-hidden />}>
          {label}
        </Chip>
      ))}
      {assignee && <Chip icon={<UserRound aria-hidden />}>{assignee.name}</Chip>}
      {said.assignee && !assignee && (
        <Badge tone="warning">
          <UserRoundX aria-hidden /> {t('tasks.unknownMember', { name: said.assignee })}
        </Badge>
      )}
    </p>
  )
}

function Chip({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <Badge tone="brand">
      {icon} {children}
    </Badge>
  )
}
