import { Dialog as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'

interface Props {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  children: ReactNode
}

/** A panel over the screen's end edge, for where there is no room beside. */
export function Sheet({ open, onOpenChange, title, children }: Props) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-30 animate-fade bg-[oklch(0.18_0.02_225/.35)]" />
        <Primitive.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 end-0 z-30 w-[min(360px,92vw)] animate-sheet overflow-y-auto bg-surface pb-[env(safe-area-inset-bottom)] shadow-3 outline-none"
        >
          <Primitive.Title className="sr-only">{title}</Primitive.Title>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
