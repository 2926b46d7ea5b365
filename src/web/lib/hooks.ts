import { useEffect, useState, useSyncExternalStore } from 'react'

/** The present, told anew every `everyMs`, so that "2 min" grows old on the screen. */
export function useNow(everyMs = 30_000): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
    () => window.matchMedia(query).matches,
  )
}

export const usePhone = () => useMedia('(max-width: 47.99rem)')
/** Wide enough for the side panel to stand beside the thread instead of over it. */
export const useWide = () => useMedia('(min-width: 80rem)')

/** The value once it has been still for `ms`. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}

/** False for the first `ms`: what loads fast shows no skeleton at all. */
export function useDelayed(ms = 120): boolean {
  const [due, setDue] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return due
}

/** Whether a person could be looking: the tab is visible and has the focus. */
export function useAttention(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const targets: [EventTarget, string][] = [
        [document, 'visibilitychange'],
        [window, 'focus'],
        [window, 'blur'],
      ]
      for (const [target, name] of targets) target.addEventListener(name, listener)
      return () => {
        for (const [target, name] of targets) target.removeEventListener(name, listener)
      }
    },
    () => document.visibilityState === 'visible' && document.hasFocus(),
  )
}

/** The title of the tab while the screen is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · CRM PRO`
  }, [title])
}
