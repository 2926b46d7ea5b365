import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import type { Catalogue, Translate } from './catalogue.ts'
import { formatter, type Formatter } from './format.ts'
import { loadCatalogue, SCOPES, translator, type Locale, type Scope } from './locale.ts'

interface Language {
  locale: Locale
  t: Translate
  format: Formatter
  setLocale: (locale: Locale) => void
  /** Whether the words of a part are here. */
  has: (scope: Scope) => boolean
  /** Fetches what lacks of it. */
  need: (scope: Scope) => void
}

const LanguageContext = createContext<Language | null>(null)

interface Props {
  initial: { locale: Locale; catalogue: Catalogue }
  children: ReactNode
}

interface Current {
  locale: Locale
  scope: Scope
  catalogue: Catalogue
}

export function LanguageProvider({ initial, children }: Props) {
  const [current, setCurrent] = useState<Current>({ ...initial, scope: 'access' })
  const { locale, scope } = current

  const load = useCallback((nextLocale: Locale, nextScope: Scope) => {
    void loadCatalogue(nextLocale, nextScope).then((catalogue) =>
      // A smaller part that arrives after a greater one takes nothing away.
      setCurrent((current) =>
        current.locale === nextLocale && SCOPES.indexOf(current.scope) > SCOPES.indexOf(nextScope)
          ? current
          : { locale: nextLocale, scope: nextScope, catalogue },
      ),
    )
  }, [])

  useEffect(() => {
    document.documentElement.lang = current.locale
  }, [current.locale])

  const value = useMemo<Language>(
    () => ({
      locale,
      t: translator(current.catalogue, locale),
      format: formatter(locale),
      setLocale: (next) => load(next, scope),
      has: (wanted) => SCOPES.indexOf(scope) >= SCOPES.indexOf(wanted),
      need: (wanted) => load(locale, wanted),
    }),
    [current, load, locale, scope],
  )
  return <LanguageContext value={value}>{children}</LanguageContext>
}

export function useLanguage(): Language {
  const language = useContext(LanguageContext)
  if (!language) throw new Error('LanguageProvider is missing')
  return language
}

export function useT(): Translate {
  return useLanguage().t
}
