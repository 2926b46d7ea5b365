import { Popover as Primitive } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '../lib/cn.ts'

export const Popover = Primitive.Root
export const PopoverTrigger = Primitive.Trigger

/** A small form beside its button; the page behind stays alive. */
export function PopoverContent({ className, ...props }: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        sideOffset={6}
        align="start"
        collisionPadding={8}
        className={cn(
          'z-40 max-h-(--radix-popover-content-available-height) w-[300px] animate-pop overflow-y-auto rounded-lg bg-overlay p-3 shadow-2 ring-1 ring-border outline-none scroll-quiet',
          className,
        )}
        {...props}
      />
    </Primitive.Portal>
  )
}
