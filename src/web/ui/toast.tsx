import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useT } from '../i18n/provider.tsx'
import { cn } from '../lib/cn.ts'
import { createStore, useStore } from '../lib/store.ts'

interface ToastAction {
  label: string
  run: () => void
}

export interface ToastContent {
  tone: 'success' | 'danger'
  text: string
  action?: ToastAction
  /** Where to go on from here. */
  more?: ToastAction
}

interface Toast extends ToastContent {
  id: number
}

const MAX_SHOWN = 3
const LIFE_MS = 6_000
const toasts = createStore<readonly Toast[]>([])
let nextId = 1

/** Tells of a result that has left the screen. What has a place on the screen is said there. F8 leads to the newest. */
export function toast(content: ToastContent): void {
  toasts.set([...toasts.get(), { ...content, id: nextId++ }].slice(-MAX_SHOWN))
}

function dismiss(id: number): void {
  toasts.set(toasts.get().filter((shown) => shown.id !== id))
}

export function Toaster() {
  const shown = useStore(toasts)
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed start-4 bottom-4 z-60 flex w-[min(380px,calc(100vw-32px))] flex-col gap-2 max-md:bottom-[calc(72px+env(safe-area-inset-bottom))]"
    >
      {shown.map((item) => (
        <ToastCard key={item.id} item={item} />
      ))}
    </div>
  )
}

function ToastCard({ item }: { item: Toast }) {
  const t = useT()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const hold = () => clearTimeout(timer.current)
  const run = () => {
    timer.current = setTimeout(() => dismiss(item.id), LIFE_MS)
  }
  useEffect(() => {
    timer.current = setTimeout(() => dismiss(item.id), LIFE_MS)
    return () => clearTimeout(timer.current)
  }, [item.id])
  const Icon = item.tone === 'success' ? CircleCheck : CircleAlert
  return (
    <div
      data-testid="toast"
      onPointerEnter={hold}
      onPointerLeave={run}
      onFocus={hold}
      onBlur={run}
      className="pointer-events-auto flex animate-rise items-start gap-2.5 rounded-lg bg-overlay py-2.5 ps-3.5 pe-2 text-small shadow-3 ring-1 ring-border"
    >
      <Icon
        aria-hidden
        className={cn(
          'mt-0.5 size-[18px] shrink-0 stroke-[1.75]',
          item.tone === 'success' ? 'text-success-text' : 'text-danger-text',
        )}
      />
      <p className="flex-1 py-0.5">{item.text}</p>
      {[item.action, item.more].map(
        (action) =>
          action && (
            <button
              key={action.label}
              type="button"
              className="rounded-md px-2 py-1 font-[600] text-brand-text hover:bg-surface-2"
              onClick={() => {
                action.run()
                dismiss(item.id)
              }}
            >
              {action.label}
            </button>
          ),
      )}
      <button
        type="button"
        aria-label={t('common.close')}
        onClick={() => dismiss(item.id)}
        className="grid size-7 place-items-center rounded-md text-text-3 hover:bg-surface-2"
      >
        <X className="size-4 stroke-[1.75]" />
      </button>
    </div>
  )
}
