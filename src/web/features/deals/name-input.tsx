import { useState } from 'react'
import { Input } from '../../ui/field.tsx'

interface NameProps {
  name: string
  label: string
  max: number
  className?: string
  onSave: (name: string) => void
}

/** Saves when it is left or by Enter; an empty name is taken back. */
export function NameInput({ name, label, max, className, onSave }: NameProps) {
  const [text, setText] = useState(name)
  const [known, setKnown] = useState(name)
  if (known !== name) {
    setKnown(name)
    setText(name)
  }
  const save = () => {
    const next = text.trim()
    if (next === '') setText(name)
    else if (next !== name) onSave(next)
  }
  return (
    <Input
      dir="auto"
      aria-label={label}
      maxLength={max}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape') setText(name)
      }}
      className={className}
    />
  )
}
