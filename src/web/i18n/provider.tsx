import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import type { Catalogue, Translate } from './catalogue.ts'
import { formatter, type Formatter } from './format.ts'
import { loadCatalogue, translator, type Locale } from './locale.ts'

interface Language {
  locale: Locale
  t: Translate
  format: Formatter
  setLocale: (locale: Locale) => void
}

const LanguageContext = createContext<Language | null>(null)

interface Props {
  initial: { locale: Locale; catalogue: Catalogue }
  children: ReactNode
}

export function LanguageProvider({ initial, children }: Props) {
  const [current, setCurrent] = useState(initial)

  const setLocale = useCallback((locale: Locale) => {
    void loadCatalogue(locale).then((catalogue) => setCurrent({ locale, catalogue }))
  }, [])

  useEffect(() => {
    document.documentElement.lang = current.locale
  }, [current.locale])

  const value = useMemo<Language>(
    () => ({
      locale: current.locale,
      t: translator(current.catalogue, current.locale),
      format: formatter(current.locale),
      setLocale,
    }),
    [current, setLocale],
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
