import { Check } from 'lucide-react'
import { DropdownMenu as Primitive } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from '../lib/cn.ts'
import { Keys } from './keys.tsx'

/** Not modal: the page behind stays readable and needs no style of its own while a menu is open. */
export function Menu(props: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root modal={false} {...props} />
}
export const MenuTrigger = Primitive.Trigger
export const MenuRadioGroup = Primitive.RadioGroup

export function MenuContent({ className, ...props }: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        sideOffset={6}
        collisionPadding={8}
        className={cn(
          'z-40 max-h-(--radix-dropdown-menu-content-available-height) min-w-[210px] animate-pop overflow-y-auto rounded-lg bg-overlay p-1.5 shadow-2 ring-1 ring-border outline-none scroll-quiet',
          className,
        )}
        {...props}
      />
    </Primitive.Portal>
  )
}

const ITEM =
  'flex min-h-8 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 text-small outline-none select-none data-highlighted:bg-surface-2 data-disabled:pointer-events-none data-disabled:opacity-50 pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:stroke-[1.75]'

interface ItemProps extends ComponentProps<typeof Primitive.Item> {
  keys?: string
}

export function MenuItem({ className, children, keys, ...props }: ItemProps) {
  return (
    <Primitive.Item className={cn(ITEM, className)} {...props}>
      {children}
      {keys && (
        <span className="ms-auto ps-4">
          <Keys keys={keys} />
        </span>
      )}
    </Primitive.Item>
  )
}

export function MenuRadioItem({ className, children, ...props }: ComponentProps<typeof Primitive.RadioItem>) {
  return (
    <Primitive.RadioItem className={cn(ITEM, className)} {...props}>
      {children}
      <Primitive.ItemIndicator className="ms-auto text-brand-text">
        <Check />
      </Primitive.ItemIndicator>
    </Primitive.RadioItem>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <Primitive.Label className="px-2.5 pt-2 pb-1 text-micro font-[650] text-text-3">
      {children}
    </Primitive.Label>
  )
}

export function MenuSeparator() {
  return <Primitive.Separator className="mx-1 my-1.5 h-px bg-border" />
}
