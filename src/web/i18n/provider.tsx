import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react'
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

interface Wanted {
  locale: Locale
  scope: Scope
}

interface Current extends Wanted {
  catalogue: Catalogue
}

const rank = (scope: Scope) => SCOPES.indexOf(scope)

export function LanguageProvider({ initial, children }: Props) {
  const [current, setCurrent] = useState<Current>({ ...initial, scope: 'access' })
  const { locale, scope } = current

  // What was asked for last: an answer that something else has overtaken is dropped.
  const wanted = useRef<Wanted>({ locale: initial.locale, scope: 'access' })
  const load = useCallback((change: Partial<Wanted>) => {
    const next = { ...wanted.current, ...change }
    if (rank(next.scope) < rank(wanted.current.scope)) next.scope = wanted.current.scope
    wanted.current = next
    void loadCatalogue(next.locale, next.scope).then((catalogue) => {
      if (wanted.current === next) setCurrent({ ...next, catalogue })
    })
  }, [])

  useEffect(() => {
    document.documentElement.lang = current.locale
  }, [current.locale])

  const value = useMemo<Language>(
    () => ({
      locale,
      t: translator(current.catalogue, locale),
      format: formatter(locale),
      setLocale: (next) => load({ locale: next }),
      has: (part) => rank(scope) >= rank(part),
      need: (part) => load({ scope: part }),
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
