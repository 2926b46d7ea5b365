import type { ChannelKind } from '@shared/channels.ts'
import type { ReactNode } from 'react'
import { cn } from '../lib/cn.ts'

const GLYPHS: Record<ChannelKind, { color: string; shape: ReactNode }> = {
  whatsapp_cloud: {
    color: 'text-ch-cloud',
    shape: (
      <>
        <path d="M3 21l1.65-3.8a9 9 0 1 1 3.4 2.9z" />
        <path d="m8.6 12 2.4 2.4 4.4-4.6" />
      </>
    ),
  },
}

/** A colour never stands alone for a channel: the glyph differs too, and the name is written nearby. */
export function ChannelGlyph({ kind, className }: { kind: ChannelKind; className?: string }) {
  const { color, shape } = GLYPHS[kind]
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
      className={cn('size-4', color, className)}
    >
      {shape}
    </svg>
  )
}

/** The colour of the channel's thread line, as a CSS value. */
export const CHANNEL_COLOR: Record<ChannelKind, string> = { whatsapp_cloud: 'var(--ch-cloud)' }
