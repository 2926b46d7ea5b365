import { cn } from '../lib/cn.ts'

/** The logo: one knot on a thread. */
export function Knot({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
      strokeLinecap="round"
      aria-hidden
      className={cn('size-5', className)}
    >
      <circle cx="12" cy="12" r="3" />
      <path d="M12 2v7M12 15v7" />
    </svg>
  )
}
