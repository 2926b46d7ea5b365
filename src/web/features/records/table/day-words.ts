import { isDay } from '@shared/filters/index.ts'
import { addDays } from '@shared/local-time.ts'

/** Words that stand for a day by its distance from today, in the three languages at once: none differ in meaning. */
const NEAR: Readonly<Record<string, number>> = {
  hoy: 0,
  hoje: 0,
  today: 0,
  ayer: -1,
  ontem: -1,
  yesterday: -1,
  manana: 1,
  amanha: 1,
  tomorrow: 1,
}
const AGO = /^(?:hace|ha) (\d{1,4}) (?:dias?)$|^(\d{1,4}) (?:days? ago|dias? atras)$/

const fold = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .trim()

/**
 * A day as people type it: "ayer", "hace 7 días", "3/11/2026", "3 nov", "2026-11-03". Numbers are read in the
 * order of the reader's language; a day without a year is the last one that came.
 * @param today `YYYY-MM-DD`
 * @returns `YYYY-MM-DD`, or null where the text is no day
 */
export function dayFromWords(
  text: string,
  { locale, today }: { locale: string; today: string },
): string | null {
  const words = fold(text)
  if (isDay(words)) return words
  const near = NEAR[words]
  if (near !== undefined) return addDays(today, near)
  const ago = AGO.exec(words)
  if (ago) return addDays(today, -Number(ago[1] ?? ago[2]))
  return fromNumbers(words, { locale, today }) ?? fromMonthName(words, { locale, today })
}

interface Reader {
  locale: string
  today: string
}

function fromNumbers(words: string, { locale, today }: Reader): string | null {
  const parts = /^(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2}|\d{4}))?$/.exec(words)
  if (!parts) return null
  const [, first = '', second = '', year] = parts
  const [day, month] = isMonthFirst(locale) ? [second, first] : [first, second]
  return dayOf({ day, month, year }, today)
}

const isMonthFirst = (locale: string): boolean =>
  new Intl.DateTimeFormat(locale).formatToParts(0).find(({ type }) => type !== 'literal')?.type === 'month'

function fromMonthName(words: string, { locale, today }: Reader): string | null {
  const parts =
    /^(\d{1,2})(?: de)? ([a-z]{3,})\.?(?:(?: de|,)? (\d{4}))?$/.exec(words) ??
    swapped(/^([a-z]{3,})\.? (\d{1,2})(?:,? (\d{4}))?$/.exec(words))
  if (!parts) return null
  const [, day = '', name = '', year] = parts
  const month = monthNames(locale).findIndex((known) => known.startsWith(name.slice(0, 3)))
  return month < 0 ? null : dayOf({ day, month: String(month + 1), year }, today)
}

const swapped = (parts: RegExpExecArray | null) => parts && [parts[0], parts[2], parts[1], parts[3]]

const monthNames = (locale: string): string[] =>
  Array.from({ length: 12 }, (_, month) =>
    fold(
      new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, month, 1)),
    ),
  )

function dayOf(
  { day, month, year }: { day: string; month: string; year: string | undefined },
  today: string,
): string | null {
  const written = (of: string) => `${of}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const known = year?.length === 2 ? `20${year}` : year
  if (known !== undefined) return isDay(written(known)) ? written(known) : null
  const thisYear = written(today.slice(0, 4))
  const found = thisYear <= today ? thisYear : written(String(Number(today.slice(0, 4)) - 1))
  return isDay(found) ? found : null
}
