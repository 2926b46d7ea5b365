import { cn } from '../lib/cn.ts'
import { useDelayed } from '../lib/hooks.ts'
import type { ReactNode } from 'react'

export function Bone({ className }: { className?: string }) {
  return <span aria-hidden className={cn('block animate-pulse-soft rounded-md bg-surface-3', className)} />
}

/** Skeletons appear only after 120 ms: what is fast never flickers. */
export function Delayed({ children }: { children: ReactNode }) {
  return useDelayed() ? <>{children}</> : null
}
