import { localTimeOf } from '@shared/local-time.ts'
import type { QuickLanguage } from '@shared/quick-add-words.ts'
import type { Locale } from '@shared/countries.ts'

/** The zone of this device: what the person's "today" and "ten o'clock" mean. */
export const deviceZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** `YYYY-MM-DDTHH:mm` by the device's clock. */
export const nowHere = (now: Date = new Date()): string => localTimeOf(now, deviceZone())

export const todayHere = (now?: Date): string => nowHere(now).slice(0, 10)

export const quickLanguage = (locale: Locale): QuickLanguage => (locale === 'pt-BR' ? 'pt' : locale)
