import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import type { Catalogue, Translate } from './catalogue.ts'
import { formatter, type Formatter } from './format.ts'
import { loadCatalogue, translator, type Locale, type Scope } from './locale.ts'

interface Language {
  locale: Locale
  t: Translate
  format: Formatter
  setLocale: (locale: Locale) => void
  /** The words of the workspace are here; until `complete` was called and answered they are not. */
  isComplete: boolean
  complete: () => void
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
      setCurrent({ locale: nextLocale, scope: nextScope, catalogue }),
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
      isComplete: scope === 'all',
      complete: () => load(locale, 'all'),
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
