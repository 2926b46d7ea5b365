import type { ReactNode } from 'react'
import type { ChannelKind } from '@shared/channels.ts'
import { cn } from '../lib/cn.ts'
import { ChannelGlyph } from './channel-glyph.tsx'
import { hueOf, initialsOf } from './hue.ts'

interface Props {
  id: string
  name: string
  /** Diameter in pixels. */
  size?: number
  channel?: { kind: ChannelKind; isDown?: boolean }
  className?: string
  /** Lies over the initials. */
  children?: ReactNode
}

/** Initials on the hue of the id. Decorative: the name always stands beside it. */
export function Avatar({ id, name, size = 40, channel, className, children }: Props) {
  const hue = hueOf(id)
  return (
    <span
      aria-hidden
      className={cn(
        'relative inline-grid shrink-0 place-items-center rounded-full font-[600] select-none',
        className,
      )}
      style={{
        width: size,
        height: size,
        fontSize: Math.max(10, Math.round(size * 0.33)),
        background: `var(--label-${hue}-bg)`,
        color: `var(--label-${hue}-fg)`,
      }}
    >
      {initialsOf(name)}
      {children}
      {channel && <ChannelBadge kind={channel.kind} isDown={channel.isDown ?? false} />}
    </span>
  )
}

function ChannelBadge({ kind, isDown }: { kind: ChannelKind; isDown: boolean }) {
  return (
    <span className="absolute -end-1 -bottom-[3px] grid size-[18px] place-items-center rounded-[6px] bg-surface ring-1 ring-border">
      <ChannelGlyph kind={kind} className="size-[11px]" />
      {isDown && (
        <span className="absolute -end-[3px] -top-[3px] size-2 rounded-full bg-danger ring-2 ring-surface" />
      )}
    </span>
  )
}
