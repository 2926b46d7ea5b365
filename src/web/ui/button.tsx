import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { cn } from '../lib/cn.ts'

export const buttonVariants = cva(
  'relative inline-flex shrink-0 items-center justify-center gap-[7px] rounded-[9px] font-[550] whitespace-nowrap select-none transition-colors duration-(--t-1) disabled:cursor-not-allowed disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:stroke-[1.75]',
  {
    variants: {
      variant: {
        primary: 'bg-brand text-on-brand hover:bg-brand-hover',
        neutral: 'border border-border-strong text-text hover:bg-surface-2 active:bg-surface-3',
        quiet: 'text-text-2 hover:bg-surface-2 hover:text-text active:bg-surface-3',
        danger: 'bg-danger text-on-danger hover:brightness-110',
        link: 'rounded-sm text-brand-text underline-offset-4 hover:underline',
      },
      size: {
        sm: 'h-7 px-2.5 text-small',
        md: 'h-(--control-h) px-[13px] text-[0.84375rem]',
        lg: 'h-11 px-5 text-body',
        bare: 'h-auto p-0',
        icon: 'size-(--control-h)',
        'icon-sm': 'target size-7',
      },
    },
    defaultVariants: { variant: 'neutral', size: 'md' },
  },
)

interface Props extends ComponentProps<'button'>, VariantProps<typeof buttonVariants> {
  /** Shows that the work is under way; the label stays, so the width does too. */
  busy?: boolean
}

export function Button({ className, variant, size, busy = false, children, disabled, ...props }: Props) {
  return (
    <button
      type="button"
      data-slot="button"
      aria-busy={busy || undefined}
      disabled={disabled || busy}
      className={cn(buttonVariants({ variant, size }), busy && 'animate-pulse-soft', className)}
      {...props}
    >
      {children}
    </button>
  )
}
