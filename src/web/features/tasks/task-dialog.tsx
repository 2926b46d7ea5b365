import { useState } from 'react'
import type { TaskDto } from '@shared/contracts/tasks.ts'
import { roleCan } from '@shared/permissions.ts'
import { TASK_LIMITS, TASK_PRIORITIES, TASK_TYPES } from '@shared/tasks.ts'
import { useT } from '../../i18n/provider.tsx'
import { Button } from '../../ui/button.tsx'
import { DateInput } from '../../ui/date-input.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { useMembers } from '../inbox/use-members.ts'
import { changeOf, formOf, RECURRENCES, type TaskForm } from './task-form.ts'
import { useTaskActions } from './use-task-actions.ts'

interface Props {
  task: TaskDto
  onClose: () => void
}

/** Everything about a task. */
export function TaskDialog({ task, onClose }: Props) {
  const t = useT()
  const { update } = useTaskActions()
  const [form, setForm] = useState(() => formOf(task))
  const [busy, setBusy] = useState(false)
  const set = (change: Partial<TaskForm>) => setForm({ ...form, ...change })
  const save = async () => {
    setBusy(true)
    const saved = await update(changeOf(task, form))
    setBusy(false)
    if (saved) onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('tasks.edit')}
      className="max-w-[560px]"
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            type="submit"
            form="task-form"
            busy={busy}
            disabled={form.title.trim() === ''}
          >
            {t('common.save')}
          </Button>
        </>
      }
    >
      <form
        id="task-form"
        className="grid gap-4 sm:grid-cols-2"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Words form={form} set={set} />
        <When form={form} set={set} />
        <Who form={form} set={set} />
      </form>
    </Dialog>
  )
}

interface PartProps {
  form: TaskForm
  set: (change: Partial<TaskForm>) => void
}

function Words({ form, set }: PartProps) {
  const t = useT()
  return (
    <>
      <div className="sm:col-span-2">
        <Field label={t('tasks.title')}>
          {(control) => (
            <Input
              {...control}
              value={form.title}
              maxLength={TASK_LIMITS.title}
              onChange={(event) => set({ title: event.target.value })}
            />
          )}
        </Field>
      </div>
      <div className="sm:col-span-2">
        <Field label={t('tasks.description')}>
          {(control) => (
            <textarea
              {...control}
              rows={3}
              value={form.description}
              maxLength={TASK_LIMITS.description}
              onChange={(event) => set({ description: event.target.value })}
              className="w-full rounded-[9px] border border-border-strong bg-overlay px-3 py-2 text-body text-text"
            />
          )}
        </Field>
      </div>
    </>
  )
}

function When({ form, set }: PartProps) {
  const t = useT()
  return (
    <>
      <Field label={t('tasks.day')}>
        {(control) => (
          <DateInput
            {...control}
            value={form.day}
            onChange={(day) => set({ day, ...(day ? {} : { hour: '' }) })}
          />
        )}
      </Field>
      <Field label={t('tasks.hour')}>
        {(control) => (
          <Input
            {...control}
            type="time"
            value={form.hour}
            disabled={!form.day}
            onChange={(event) => set({ hour: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('tasks.recurrence')}>
        {(control) => (
          <Select
            {...control}
            value={form.recurrence}
            disabled={!form.day}
            onChange={(event) => set({ recurrence: event.target.value as TaskForm['recurrence'] })}
          >
            {RECURRENCES.map((choice) => (
              <option key={choice} value={choice}>
                {t(`tasks.recur.${choice}`)}
              </option>
            ))}
            {form.recurrence === 'other' && <option value="other">{t('tasks.recur.other')}</option>}
          </Select>
        )}
      </Field>
      <Reminder form={form} set={set} />
    </>
  )
}

const REMINDERS = ['0', '10', '30', '60', '1440']

function Reminder({ form, set }: PartProps) {
  const t = useT()
  const known = form.remindMinutes === '' || REMINDERS.includes(form.remindMinutes)
  const word = (minutes: string) => {
    if (minutes === '0') return t('tasks.remind.atTime')
    if (minutes === '60') return t('tasks.remind.hour')
    return minutes === '1440'
      ? t('tasks.remind.day')
      : t('tasks.remind.minutes', { minutes: Number(minutes) })
  }
  return (
    <Field label={t('tasks.reminder')}>
      {(control) => (
        <Select
          {...control}
          value={form.remindMinutes}
          disabled={!form.day}
          onChange={(event) => set({ remindMinutes: event.target.value })}
        >
          <option value="">{t('tasks.remind.none')}</option>
          {[...REMINDERS, ...(known ? [] : [form.remindMinutes])].map((minutes) => (
            <option key={minutes} value={minutes}>
              {word(minutes)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

function Who({ form, set }: PartProps) {
  const t = useT()
  const members = useMembers()
  const candidates = members.items.filter(({ role }) => roleCan(role, 'tasks.update'))
  return (
    <>
      <Field label={t('tasks.type')}>
        {(control) => (
          <Select
            {...control}
            value={form.type}
            onChange={(event) => set({ type: event.target.value as TaskForm['type'] })}
          >
            {TASK_TYPES.map((type) => (
              <option key={type} value={type}>
                {t(`tasks.type.${type}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t('tasks.priority')}>
        {(control) => (
          <Select
            {...control}
            value={form.priority}
            onChange={(event) => set({ priority: event.target.value as TaskForm['priority'] })}
          >
            {TASK_PRIORITIES.map((priority) => (
              <option key={priority} value={priority}>
                {t(`tasks.priority.${priority}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t('tasks.assignee')}>
        {(control) => (
          <Select
            {...control}
            value={form.assigneeId}
            onChange={(event) => set({ assigneeId: event.target.value })}
          >
            <option value="">{t('tasks.nobody')}</option>
            {candidates.map((member) => (
              <option key={member.userId} value={member.userId}>
                {member.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </>
  )
}
