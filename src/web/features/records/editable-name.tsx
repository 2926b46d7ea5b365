import { useState } from 'react'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { CellInput } from '../../ui/grid/cell-input.tsx'

interface Props {
  name: string
  label: string
  canEdit: boolean
  onSave: (name: string) => Promise<void>
}

/** The heading of a record's page, which is also where it is renamed. */
export function EditableName({ name, label, canEdit, onSave }: Props) {
  const t = useT()
  const [isEditing, setEditing] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const save = (typed: string) => {
    setEditing(false)
    setError(null)
    if (typed.trim() === '' || typed.trim() === name) return
    onSave(typed.trim()).catch((thrown: unknown) => setError(errorText(t, toAppError(thrown))))
  }
  return (
    <>
      <h1 className="font-head text-[1.125rem] leading-6 font-[650] wrap-anywhere">
        {isEditing ? (
          <span className="relative block h-8 max-w-96">
            <CellInput
              row={null}
              editor={{ kind: 'text', textOf: () => name }}
              label={label}
              typed={null}
              onSave={save}
              onCancel={() => setEditing(false)}
            />
          </span>
        ) : canEdit ? (
          <button
            type="button"
            title={label}
            className="rounded-md text-start hover:bg-surface-2"
            onClick={() => setEditing(true)}
          >
            <bdi dir="auto">{name}</bdi>
          </button>
        ) : (
          <bdi dir="auto">{name}</bdi>
        )}
      </h1>
      {error && (
        <p role="alert" className="text-micro text-danger-text">
          {error}
        </p>
      )}
    </>
  )
}
