import { LOCALES, type Locale } from '@shared/countries.ts'
import type { Catalogue, Translate } from './catalogue.ts'
import { fill } from './message.ts'

export type { Locale } from '@shared/countries.ts'
export { LOCALES } from '@shared/countries.ts'

/** Each language in its own name, as a person looks for it. */
export const LOCALE_NAMES: Record<Locale, string> = {
  es: 'Español',
  en: 'English',
  'pt-BR': 'Português',
}

// All three are loaded dynamically: one that is also imported statically would not be split off.
const LOADERS: Record<Locale, () => Promise<Catalogue>> = {
  es: () => import('./es/index.ts').then((module) => module.es),
  en: () => import('./en/index.ts').then((module) => module.en),
  'pt-BR': () => import('./pt-br/index.ts').then((module) => module.ptBr),
}

export function loadCatalogue(locale: Locale): Promise<Catalogue> {
  return LOADERS[locale]()
}

export function translator(catalogue: Catalogue, locale: Locale): Translate {
  return (key, ...args) => fill(catalogue[key], args[0] ?? {}, locale)
}

const CHOICE_KEY = 'crm.locale'

/** The choice made on this device before signing in, if any. */
export function rememberedLocale(): Locale | null {
  const stored = localStorage.getItem(CHOICE_KEY)
  return LOCALES.find((locale) => locale === stored) ?? null
}

export function rememberLocale(locale: Locale): void {
  localStorage.setItem(CHOICE_KEY, locale)
}

/** User's setting, then the workspace's, then the browser's languages in their order, then Spanish. */
export function chooseLocale(
  user: Locale | null | undefined,
  workspace: Locale | null | undefined,
  browser: readonly string[],
): Locale {
  return user ?? workspace ?? browser.map(fromTag).find((locale) => locale !== null) ?? 'es'
}

function fromTag(tag: string): Locale | null {
  const language = tag.toLowerCase().split('-')[0]
  if (language === 'es' || language === 'en') return language
  return language === 'pt' ? 'pt-BR' : null
}
