import { useId, useState, type ReactNode } from 'react'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { CellInput } from '../../ui/grid/cell-input.tsx'
import type { CellEditor } from '../../ui/grid/types.ts'

export function FactSection({
  title,
  action,
  children,
}: {
  title: string
  action?: ReactNode
  children: ReactNode
}) {
  return (
    <section className="mt-5 first:mt-0">
      <header className="mb-1.5 flex min-h-6 items-center justify-between gap-2">
        <h2 className="text-micro font-[650] text-text-3">{title}</h2>
        {action}
      </header>
      {children}
    </section>
  )
}

interface FactProps {
  label: string
  /** What people read; a dash where there is nothing. */
  children: ReactNode
  /** Absent where the fact can't be changed here. */
  editor?: CellEditor<null> | null
  /** @throws what the call threw; it is told beside the fact. */
  onSave?: (text: string) => Promise<void>
}

/** A fact of a record: a click or Enter opens it, Enter saves, Escape takes it back. */
export function Fact({ label, children, editor, onSave }: FactProps) {
  const t = useT()
  const id = useId()
  const [isEditing, setEditing] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const save = (text: string) => {
    setEditing(false)
    setError(null)
    if (editor && text === editor.textOf(null)) return
    onSave?.(text).catch((thrown: unknown) =>
      setError(thrown instanceof BadValue ? t('table.badValue') : errorText(t, toAppError(thrown))),
    )
  }
  const isEmpty = children === null || children === undefined || children === ''
  const shown = isEmpty ? <span className="text-text-3">–</span> : children
  return (
    <div className="grid grid-cols-[110px_minmax(0,1fr)] items-start gap-x-2 text-small">
      <span id={id} className="pt-1.5 text-text-3">
        {label}
      </span>
      {isEditing && editor ? (
        <span className="relative block h-8">
          <CellInput
            row={null}
            editor={editor}
            label={label}
            typed={null}
            onSave={save}
            onCancel={() => setEditing(false)}
          />
        </span>
      ) : editor && onSave ? (
        <button
          type="button"
          aria-describedby={id}
          onClick={() => setEditing(true)}
          className="min-h-8 rounded-md px-1.5 py-1.5 text-start wrap-anywhere hover:bg-surface-2"
        >
          <bdi dir="auto">{shown}</bdi>
        </button>
      ) : (
        <span className="min-h-8 px-1.5 py-1.5 wrap-anywhere">
          <bdi dir="auto">{shown}</bdi>
        </span>
      )}
      {error && (
        <p role="alert" className="col-start-2 px-1.5 text-micro text-danger-text">
          {error}
        </p>
      )}
    </div>
  )
}

/** What was typed stands for nothing of the field's kind. */
export class BadValue extends Error {}
