import { useEffect, useRef } from 'react'
import type { PlainKey } from '../i18n/catalogue.ts'
import { createStore } from './store.ts'

export type CommandGroup = 'go' | 'conversation' | 'board' | 'view'

/** Something a person can do from here: by its key, from the palette, and listed in the sheet. */
export interface Command {
  id: string
  label: PlainKey
  group: CommandGroup
  /** `e`, `g i` (one after the other) or `Mod+k`; never with Alt, which types letters on our keyboards. */
  keys?: string
  /** Navigation between rows is no choice that anybody looks for in the palette. */
  hidden?: boolean
  run: () => void
}

type Source = { readonly current: readonly Command[] }

const sources = createStore<readonly Source[]>([])

/** Offers commands while the component is on the screen; later ones win over earlier ones. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands)
  useEffect(() => {
    latest.current = commands
  })
  useEffect(() => {
    sources.set([latest, ...sources.get()])
    return () => sources.set(sources.get().filter((source) => source !== latest))
  }, [])
}

export function availableCommands(): Command[] {
  const seen = new Set<string>()
  return sources
    .get()
    .flatMap((source) => source.current)
    .filter(({ id }) => !seen.has(id) && seen.add(id))
}

const SEQUENCE_MS = 1_000

/** Listens to the keyboard for the whole page. */
export function useShortcuts(): void {
  useEffect(() => {
    let prefix: { key: string; at: number } | null = null
    const onKeyDown = (event: KeyboardEvent) => {
      const key = pressed(event)
      if (!key || event.defaultPrevented || isBusyElsewhere(event, key)) return
      const sequence = prefix && event.timeStamp - prefix.at < SEQUENCE_MS ? `${prefix.key} ${key}` : null
      const command = find(sequence) ?? find(key)
      prefix = command ? null : { key, at: event.timeStamp }
      if (!command) return
      event.preventDefault()
      command.run()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

function find(keys: string | null): Command | undefined {
  return keys === null
    ? undefined
    : availableCommands().find((command) => command.keys?.toLowerCase() === keys)
}

/** What was typed, by `event.key`: the letter that the person's own layout gives. */
export function pressed(
  event: Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'isComposing'>,
): string | null {
  if (event.altKey || event.isComposing || event.key === 'AltGraph') return null
  const key = event.key.toLowerCase()
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key
}

function isBusyElsewhere(event: KeyboardEvent, key: string): boolean {
  if (document.querySelector('[role="dialog"],[role="menu"]')) return true
  if (key === 'enter' && isControl(event.target)) return true
  return isTextField(event.target) && !key.startsWith('mod+')
}

/** Enter is theirs. In the list it opens the row that the keys have chosen, wherever the focus stayed. */
function isControl(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches('button, a[href]:not(#conversation-list a, [aria-current])')
  )
}

export function isTextField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  )
}
