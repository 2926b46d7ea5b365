import { X } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { useT } from '../i18n/provider.tsx'
import { cn } from '../lib/cn.ts'

interface Props {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  children?: ReactNode
  footer?: ReactNode
  className?: string
  /** Some dialogs leave no way back, as signing in again; they have no cross. */
  closable?: boolean
}

export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  className,
  closable = true,
}: Props) {
  const t = useT()
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-50 animate-fade bg-[oklch(0.18_0.02_225/.45)]" />
        <Primitive.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={cn(
            'fixed start-1/2 top-1/2 z-50 flex max-h-[88dvh] w-[calc(100vw-32px)] max-w-[460px] -translate-x-1/2 -translate-y-1/2 animate-fade flex-col rounded-xl bg-overlay shadow-3 outline-none',
            className,
          )}
        >
          <div className="flex items-start gap-3 px-5 pt-5">
            <div className="min-w-0 flex-1">
              <Primitive.Title className="text-heading font-[650]">{title}</Primitive.Title>
              {description && (
                <Primitive.Description className="mt-1.5 text-body text-text-2">
                  {description}
                </Primitive.Description>
              )}
            </div>
            {closable && (
              <Primitive.Close
                aria-label={t('common.close')}
                className="-me-1.5 -mt-1 grid size-8 place-items-center rounded-md text-text-3 hover:bg-surface-2 hover:text-text"
              >
                <X className="size-[18px] stroke-[1.75]" />
              </Primitive.Close>
            )}
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-4 pb-5">{children}</div>
          {footer && <div className="flex flex-wrap justify-end gap-2 px-5 pb-5">{footer}</div>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
