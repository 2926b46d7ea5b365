import type { ReactNode } from 'react'
import { cn } from '../lib/cn.ts'

interface Props {
  title: string
  text?: string
  action?: ReactNode
  /** A drawing of a loose thread with one knot: nothing here yet. */
  drawing?: boolean
  className?: string
  /** Where it is the whole page, its title is the page's heading. */
  isPage?: boolean
}

export function EmptyState({ title, text, action, drawing = false, className, isPage = false }: Props) {
  const Title = isPage ? 'h1' : 'p'
  return (
    <div className={cn('flex flex-col items-center justify-center gap-2 p-8 text-center', className)}>
      {drawing && <LooseThread />}
      <Title className="font-head text-[1.0625rem] leading-6 font-[650] text-balance">{title}</Title>
      {text && <p className="max-w-[38ch] text-small text-pretty text-text-2">{text}</p>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  )
}

function LooseThread() {
  return (
    <svg
      viewBox="0 0 160 72"
      fill="none"
      strokeWidth="2.5"
      strokeLinecap="round"
      aria-hidden
      className="mb-3 h-[72px] w-40"
    >
      <path
        d="M4 52c26 10 34-34 58-34 20 0 22 28 6 28-14 0-14-22 8-24 30-2 32 30 80 10"
        className="stroke-brand"
      />
      <circle cx="70" cy="33" r="6" className="fill-surface stroke-brand" />
      <circle cx="156" cy="32" r="3" className="fill-signal" />
    </svg>
  )
}
