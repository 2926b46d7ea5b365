import { cn } from '../lib/cn.ts'

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** `Mod` is the key that this machine uses for commands. */
export function keyLabel(key: string): string {
  if (key === 'Mod') return IS_MAC ? '⌘' : 'Ctrl'
  if (key === 'Enter') return '↵'
  if (key === 'Shift') return '⇧'
  return key.length === 1 ? key.toUpperCase() : key
}

/** Keys of one shortcut, written `Mod+K` (together) or `g i` (one after the other). */
export function Keys({ keys, inverted = false }: { keys: string; inverted?: boolean }) {
  return (
    <span className="inline-flex items-center gap-1" aria-hidden>
      {keys.split(/[ +]/).map((key, index) => (
        <kbd
          key={index}
          className={cn(
            'min-w-[18px] rounded-sm px-1 text-center font-sans text-[0.6875rem] leading-[18px] font-medium',
            inverted ? 'bg-surface/20 text-surface' : 'bg-surface-2 text-text-2 ring-1 ring-border',
          )}
        >
          {keyLabel(key)}
        </kbd>
      ))}
    </span>
  )
}
