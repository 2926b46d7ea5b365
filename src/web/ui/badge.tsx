import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { cn } from '../lib/cn.ts'

const variants = cva(
  'inline-flex items-center gap-1 rounded-[6px] px-[7px] text-[0.71875rem] leading-[19px] font-[550] whitespace-nowrap [&_svg]:size-3 [&_svg]:stroke-2',
  {
    variants: {
      tone: {
        neutral: 'bg-surface-2 text-text-2',
        brand: 'bg-brand-soft text-brand-text',
        success: 'bg-success-soft text-success-text',
        warning: 'bg-warning-soft text-warning-text',
        danger: 'bg-danger-soft text-danger-text',
        info: 'bg-info-soft text-info-text',
        signal: 'bg-signal-soft text-signal-text',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
)

export function Badge({ className, tone, ...props }: ComponentProps<'span'> & VariantProps<typeof variants>) {
  return <span data-slot="badge" className={cn(variants({ tone }), className)} {...props} />
}

/** How many are unread: brand colour, round, never more than three characters. */
export function CountBadge({ count, className }: { count: number; className?: string }) {
  return (
    <span
      className={cn(
        'inline-block min-w-[18px] shrink-0 rounded-full bg-brand px-[5px] text-center text-[0.6875rem] leading-[18px] font-[600] text-on-brand',
        className,
      )}
    >
      {count > 99 ? '99+' : count}
    </span>
  )
}
