import { createStore } from './store.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEY = 'crm.theme'
const dark = window.matchMedia('(prefers-color-scheme: dark)')

export const theme = createStore<Theme>(stored())

function stored(): Theme {
  const value = localStorage.getItem(KEY)
  return THEMES.find((known) => known === value) ?? 'system'
}

export function setTheme(next: Theme): void {
  localStorage.setItem(KEY, next)
  theme.set(next)
  paint()
}

function paint(): void {
  const chosen = theme.get()
  const shown = chosen === 'system' ? (dark.matches ? 'dark' : 'light') : chosen
  document.documentElement.dataset.theme = shown
}

/** Paints the theme and follows the system while that is the choice. */
export function startTheme(): void {
  dark.addEventListener('change', paint)
  paint()
}
