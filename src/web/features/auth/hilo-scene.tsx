import { useT } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'

/** The promise of the product, drawn: one thread down the page, and what people say along it. */
export function HiloScene() {
  const t = useT()
  return (
    <div className="flex h-full flex-col justify-center px-[clamp(40px,6vw,96px)] py-12">
      <p className="max-w-[13ch] font-head text-[clamp(2.1rem,3.4vw,3.25rem)] leading-[1.08] font-[680] tracking-[-0.02em] text-balance">
        {t('auth.promise')}
      </p>
      <div className="relative mt-12 flex max-w-[460px] flex-col gap-3 ps-12">
        <span className="absolute start-[15px] -top-6 bottom-[-60vh] w-0.5 rounded-full bg-ch-cloud/45" />
        <Knot label={t('auth.sceneToday')} />
        <Bubble>{t('auth.sceneAsk')}</Bubble>
        <Bubble ours>{t('auth.sceneAnswer')}</Bubble>
        <Bubble note>{t('auth.sceneNote')}</Bubble>
        <Bubble>{t('auth.sceneThanks')}</Bubble>
      </div>
    </div>
  )
}

function Knot({ label }: { label: string }) {
  return (
    <div className="relative flex items-center text-micro font-[600] text-text-3">
      <span className="absolute -start-[41px] size-[18px] rounded-full border-2 border-ch-cloud bg-bg" />
      {label}
    </div>
  )
}

function Bubble({
  children,
  ours = false,
  note = false,
}: {
  children: string
  ours?: boolean
  note?: boolean
}) {
  return (
    <p
      className={cn(
        'max-w-[34ch] rounded-xl border px-3.5 py-2 text-message',
        ours || note ? 'self-end' : 'self-start rounded-es-[4px] bg-bubble-in',
        ours && 'rounded-ee-[4px] border-transparent bg-bubble-out',
        note && 'border-dashed border-signal bg-bubble-note',
      )}
    >
      {children}
    </p>
  )
}
