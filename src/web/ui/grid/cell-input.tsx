import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { CellEditor } from './types.ts'

const LOOK =
  'absolute inset-0 size-full rounded-none border-0 bg-overlay px-2.5 text-small outline-2 -outline-offset-2 outline-ring'

/** After saving: stay, or go on to the next or the previous cell. */
export type AfterSave = 0 | 1 | -1

interface Props<Row> {
  row: Row
  editor: CellEditor<Row>
  label: string
  /** The letter that opened it, in place of the value. */
  typed: string | null
  onSave: (text: string, after: AfterSave) => void
  onCancel: () => void
}

/** The cell while it is edited: Enter saves, Tab saves and moves, Escape takes it back. */
export function CellInput<Row>({ row, editor, label, typed, onSave, onCancel }: Props<Row>) {
  const [text, setText] = useState(typed ?? editor.textOf(row))
  const control = useRef<HTMLInputElement & HTMLSelectElement>(null)
  const isOver = useRef(false)
  useEffect(() => {
    control.current?.focus()
    if (typed === null && editor.kind === 'text') control.current?.select()
  }, [editor.kind, typed])
  const finish = (act: () => void) => {
    if (isOver.current) return
    isOver.current = true
    act()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') finish(onCancel)
    else if (event.key === 'Enter') finish(() => onSave(text, 0))
    else if (event.key === 'Tab') finish(() => onSave(text, event.shiftKey ? -1 : 1))
    else return
    event.preventDefault()
  }
  const shared = {
    ref: control,
    value: text,
    'aria-label': label,
    className: LOOK,
    onKeyDown,
    // A click elsewhere saves, as leaving the cell with Tab does.
    onBlur: () => finish(() => onSave(text, 0)),
  }
  if (editor.kind !== 'choice')
    return (
      <input
        {...shared}
        type={editor.kind === 'number' ? 'text' : editor.kind}
        inputMode={editor.kind === 'number' ? 'decimal' : undefined}
        onChange={(event) => setText(event.target.value)}
      />
    )
  return (
    <select {...shared} onChange={(event) => setText(event.target.value)}>
      {editor.choices.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  )
}
