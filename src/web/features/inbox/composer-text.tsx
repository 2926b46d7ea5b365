import { useLayoutEffect, useRef, type ClipboardEvent, type KeyboardEvent, type RefObject } from 'react'

interface Props {
  ref: RefObject<HTMLTextAreaElement | null>
  value: string
  onChange: (value: string) => void
  onSend: () => void
  onFiles: ((files: File[]) => void) | null
  label: string
  placeholder: string
}

const MAX_SHARE = 0.4

/** A plain text area that grows with its words up to 40 % of the screen. Enter sends. */
export function ComposerText({ ref, value, onChange, onSend, onFiles, label, placeholder }: Props) {
  const composing = useRef(false)
  useLayoutEffect(() => {
    const area = ref.current
    if (!area) return
    area.style.height = 'auto'
    area.style.height = `${Math.min(area.scrollHeight, window.innerHeight * MAX_SHARE)}px`
  }, [ref, value])

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      event.currentTarget.blur()
    }
    // While letters are being composed, Enter belongs to the input method.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || composing.current) return
    event.preventDefault()
    onSend()
  }
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files]
    if (files.length === 0 || !onFiles) return
    event.preventDefault()
    onFiles(files)
  }
  return (
    <textarea
      ref={ref}
      id="composer"
      data-testid="composer.text"
      dir="auto"
      rows={1}
      value={value}
      aria-label={label}
      placeholder={placeholder}
      enterKeyHint="send"
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      onCompositionStart={() => (composing.current = true)}
      onCompositionEnd={() => (composing.current = false)}
      className="block max-h-[40dvh] min-h-9 w-full resize-none bg-transparent px-3.5 pt-2 pb-1 text-message outline-none scroll-quiet max-md:text-[16px]"
    />
  )
}
