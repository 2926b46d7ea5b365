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

// Every language is loaded dynamically: one that is also imported statically would not be split off.
const ACCESS: Record<Locale, () => Promise<Catalogue>> = {
  es: () => import('./es/access.ts').then((module) => module.access),
  en: () => import('./en/access.ts').then((module) => module.access),
  'pt-BR': () => import('./pt-br/access.ts').then((module) => module.access),
}
const WORKSPACE: Record<Locale, () => Promise<Catalogue>> = {
  es: () => import('./es/workspace.ts').then((module) => module.workspace),
  en: () => import('./en/workspace.ts').then((module) => module.workspace),
  'pt-BR': () => import('./pt-br/workspace.ts').then((module) => module.workspace),
}

const RECORDS: Record<Locale, () => Promise<Catalogue>> = {
  es: () => import('./es/records.ts').then((module) => module.records),
  en: () => import('./en/records.ts').then((module) => module.records),
  'pt-BR': () => import('./pt-br/records.ts').then((module) => module.records),
}

/** Each holds the words of those before it: signing in, the inbox, everything else. */
export const SCOPES = ['access', 'inbox', 'all'] as const
export type Scope = (typeof SCOPES)[number]

const PARTS = [ACCESS, WORKSPACE, RECORDS]

export async function loadCatalogue(locale: Locale, scope: Scope): Promise<Catalogue> {
  const wanted = PARTS.slice(0, SCOPES.indexOf(scope) + 1)
  const parts = await Promise.all(wanted.map((part) => part[locale]()))
  return Object.assign({}, ...parts) as Catalogue
}

export function translator(catalogue: Catalogue, locale: Locale): Translate {
  return (key, ...args) => fill(catalogue[key] ?? '', args[0] ?? {}, locale)
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
