import { useQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState, type FormEvent, type KeyboardEvent } from 'react'
import type { NotedRecord } from '@shared/contracts/notes.ts'
import { LIMITS } from '@shared/limits.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useNow } from '../../lib/hooks.ts'
import { useApi, useCan } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { toast } from '../../ui/toast.tsx'
import { useMembers } from '../inbox/use-members.ts'

const SHOWN = 20

/** Remarks about a record, newest first. */
export function Notes({ record }: { record: NotedRecord }) {
  const { t, format } = useLanguage()
  const can = useCan()
  const now = useNow()
  const members = useMembers()
  const { client, queryClient, trpc } = useApi()
  const { data } = useQuery(trpc.notes.list.queryOptions({ record, limit: SHOWN }))
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work()
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: trpc.notes.pathKey() }),
        queryClient.invalidateQueries({ queryKey: trpc.timeline.pathKey() }),
      ])
      return true
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
      return false
    }
  }
  return (
    <section className="mb-6" aria-label={t('record.notes')}>
      {can('notes.create') && (
        <NoteForm onAdd={(text) => run(() => client.notes.add.mutate({ record, text }))} />
      )}
      <ul className="mt-3 space-y-2">
        {data?.items.map((note) => (
          <li key={note.id} className="group rounded-md bg-bubble-note px-3 py-2 text-small">
            <p className="wrap-anywhere whitespace-pre-wrap" dir="auto">
              {note.text}
            </p>
            <p className="mt-1 flex items-center gap-2 text-micro text-text-3">
              {note.authorId && members.nameOf(note.authorId)} · {format.ago(new Date(note.createdAt), now)}
              {can('notes.create') && (
                <IconButton
                  small
                  className="ms-auto opacity-0 group-focus-within:opacity-100 group-hover:opacity-100"
                  label={t('record.deleteNote')}
                  onClick={() =>
                    void run(() => client.notes.delete.mutate({ id: note.id })).then(
                      (isGone) =>
                        isGone &&
                        toast({
                          tone: 'success',
                          text: t('record.noteDeleted'),
                          action: {
                            label: t('common.undo'),
                            run: () => void run(() => client.notes.add.mutate({ record, text: note.text })),
                          },
                        }),
                    )
                  }
                >
                  <Trash2 className="size-3.5!" />
                </IconButton>
              )}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function NoteForm({ onAdd }: { onAdd: (text: string) => Promise<boolean> }) {
  const { t } = useLanguage()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const add = () => {
    if (text.trim() === '') return
    setBusy(true)
    void onAdd(text.trim()).then((isKept) => {
      setBusy(false)
      if (isKept) setText('')
    })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) add()
  }
  return (
    <form onSubmit={submit} className="rounded-lg border border-border-strong bg-overlay p-2">
      <textarea
        aria-label={t('record.newNote')}
        placeholder={t('record.newNote')}
        rows={2}
        dir="auto"
        maxLength={LIMITS.noteText}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="w-full resize-y bg-transparent px-1.5 text-small outline-none"
      />
      <div className="flex justify-end">
        <Button size="sm" type="submit" variant="primary" busy={busy} disabled={text.trim() === ''}>
          {t('record.addNote')}
        </Button>
      </div>
    </form>
  )
}
