import type { ReactNode } from 'react'
import { LOCALE_NAMES, LOCALES, rememberLocale } from '../../i18n/locale.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { Knot } from '../../ui/knot.tsx'
import { HiloScene } from './hilo-scene.tsx'

/** Paper on one side, the form on the other; on a phone the form alone. */
export function AuthFrame({ children }: { children: ReactNode }) {
  const { t } = useLanguage()
  return (
    <div className="grid min-h-full bg-bg lg:grid-cols-[minmax(0,1.05fr)_minmax(460px,1fr)]">
      <aside className="relative hidden overflow-hidden lg:block" aria-hidden>
        <HiloScene />
      </aside>
      <main className="flex flex-col bg-surface px-6 py-8 lg:m-2 lg:ms-0 lg:rounded-xl lg:border">
        <div className="flex items-center gap-2.5">
          <span className="grid size-9 place-items-center rounded-[11px] bg-brand text-on-brand">
            <Knot />
          </span>
          <span className="font-head text-heading font-[650]">CRM PRO</span>
        </div>
        <div className="mx-auto flex w-full max-w-[380px] flex-1 flex-col justify-center py-10">
          {children}
        </div>
        <nav aria-label={t('account.language')} className="flex justify-center gap-1">
          <LanguageLinks />
        </nav>
      </main>
    </div>
  )
}

function LanguageLinks() {
  const { locale, setLocale } = useLanguage()
  return LOCALES.map((option) => (
    <button
      key={option}
      type="button"
      lang={option}
      aria-pressed={option === locale}
      onClick={() => {
        rememberLocale(option)
        setLocale(option)
      }}
      className={cn(
        'min-h-8 rounded-md px-2.5 text-small hover:bg-surface-2',
        option === locale ? 'font-[600] text-brand-text' : 'text-text-3',
      )}
    >
      {LOCALE_NAMES[option]}
    </button>
  ))
}
