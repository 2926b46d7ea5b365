import { addDays, isLocalTime, textOfWall, wallOf, weekdayOf } from './local-time.ts'
import {
  DAY_PHRASES,
  HALVES,
  HOUR_PHRASES,
  MONTHS,
  NEAR_DAYS,
  NUMBERS,
  OWN_WEEKDAYS,
  TRAILS,
  UNITS,
  WEEKDAYS,
  type QuickLanguage,
} from './quick-add-words.ts'

/** A line as words: folded, without the comma or full stop behind each. */
export type Words = readonly string[]

/** Some words in a row that mean a time. */
export interface Found {
  from: number
  count: number
  /** `YYYY-MM-DD`, `YYYY-MM-DDTHH:mm` or `HH:mm`. */
  value: string
}

export interface Clock {
  nowLocal: string
  language: QuickLanguage
}

type Rule = (words: Words, from: number, clock: Clock) => Found | undefined

const startsWith = (words: Words, from: number, phrase: string): number => {
  const parts = phrase.split(' ')
  return parts.every((part, index) => words[from + index] === part) ? parts.length : 0
}

const numberOf = (word: string | undefined): number | undefined => {
  if (word === undefined) return undefined
  return /^\d{1,3}$/.test(word) ? Number(word) : NUMBERS.get(word)
}

/** "en 3 días", "in 2 hours", "em uma semana", "dentro de 30 min" */
const span: Rule = (words, from, { nowLocal }) => {
  const lead = ['dentro de', 'en', 'in', 'em', 'daqui a'].map((phrase) => startsWith(words, from, phrase))
  const skip = Math.max(...lead)
  const amount = skip ? numberOf(words[from + skip]) : undefined
  const unit = UNITS.get(words[from + skip + 1] ?? '')
  if (amount === undefined || !unit) return undefined
  return { from, count: skip + 2, value: later(nowLocal, amount, unit) }
}

function later(nowLocal: string, amount: number, unit: 'minute' | 'hour' | 'day' | 'week' | 'month'): string {
  const today = nowLocal.slice(0, 10)
  switch (unit) {
    case 'minute':
      return textOfWall(wallOf(nowLocal) + amount * 60_000)
    case 'hour':
      return textOfWall(wallOf(nowLocal) + amount * 3_600_000)
    case 'day':
      return addDays(today, amount)
    case 'week':
      return addDays(today, amount * 7)
    case 'month':
      return addMonths(today, amount)
  }
}

/** The same day of a later month, or its last one. */
function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0))
  return `${last.toISOString().slice(0, 8)}${String(Math.min(date, last.getUTCDate())).padStart(2, '0')}`
}

const phrase: Rule = (words, from, { nowLocal }) => {
  const today = nowLocal.slice(0, 10)
  for (const [text, meaning] of DAY_PHRASES) {
    const count = startsWith(words, from, text)
    if (count) return { from, count, value: dayOf(meaning, today) }
  }
  return undefined
}

function dayOf(meaning: number | 'next-week' | 'month-end', today: string): string {
  if (meaning === 'next-week') return nextWeekday(today, 1)
  if (meaning === 'month-end') return addDays(`${addMonths(today, 1).slice(0, 8)}01`, -1)
  return addDays(today, meaning)
}

/** The coming one: never today. */
function nextWeekday(today: string, weekday: number): string {
  return addDays(today, ((weekday - weekdayOf(today) + 6) % 7) + 1)
}

/** In "por la mañana" it is the morning. */
const near: Rule = (words, from, { nowLocal }) => {
  const days = NEAR_DAYS.get(words[from] ?? '')
  if (days === undefined || (words[from - 1] === 'la' && days === 1)) return undefined
  return { from, count: 1, value: addDays(nowLocal.slice(0, 10), days) }
}

const weekday: Rule = (words, from, { nowLocal, language }) => {
  const word = words[from] ?? ''
  const day = WEEKDAYS.get(word) ?? OWN_WEEKDAYS[language].get(word)
  if (day === undefined) return undefined
  const trail = Math.max(0, ...TRAILS.map((text) => startsWith(words, from + 1, text)))
  return { from, count: 1 + trail, value: nextWeekday(nowLocal.slice(0, 10), day) }
}

/** "2026-12-01", "5/12", "5/12/2026"; in English the month comes first. */
const numeric: Rule = (words, from, { nowLocal, language }) => {
  const word = words[from] ?? ''
  if (word.length === 10 && isLocalTime(word)) return { from, count: 1, value: word }
  const match = /^(\d{1,2})[/](\d{1,2})(?:[/](\d{4}|\d{2}))?$/.exec(word)
  if (!match) return undefined
  const [first, second] = [Number(match[1]), Number(match[2])]
  const isMonthFirst = language === 'en' && first <= 12
  const [day, month] = isMonthFirst ? [second, first] : [first, second]
  const year = match[3] ? Number(match[3].padStart(4, '20')) : undefined
  return dated({ from, count: 1, value: nowLocal }, { day, month, year })
}

/** "5 de diciembre", "5 dic 2026", "December 5th" */
const written: Rule = (words, from, { nowLocal }) => {
  const dayFirst = dayNumber(words[from])
  if (dayFirst !== undefined) {
    const skip = ['de', 'of'].includes(words[from + 1] ?? '') ? 1 : 0
    const month = MONTHS.get(words[from + 1 + skip] ?? '')
    const found = { from, count: 2 + skip, value: nowLocal }
    return month ? withYear(words, found, { day: dayFirst, month }) : undefined
  }
  const month = MONTHS.get(words[from] ?? '')
  const day = dayNumber(words[from + 1])
  return month && day !== undefined
    ? withYear(words, { from, count: 2, value: nowLocal }, { day, month })
    : undefined
}

function dayNumber(word: string | undefined): number | undefined {
  const match = /^(\d{1,2})(st|nd|rd|th|o|º)?$/.exec(word ?? '')
  return match ? Number(match[1]) : undefined
}

function withYear(words: Words, found: Found, date: { day: number; month: number }): Found | undefined {
  const skip = ['de', 'del'].includes(words[found.from + found.count] ?? '') ? 1 : 0
  const word = words[found.from + found.count + skip] ?? ''
  if (!/^20\d{2}$/.test(word)) return dated(found, date)
  return dated({ ...found, count: found.count + skip + 1 }, { ...date, year: Number(word) })
}

/** A date without a year is the next one. */
function dated(
  { from, count, value }: Found,
  { day, month, year }: { day: number; month: number; year?: number | undefined },
): Found | undefined {
  const thisYear = Number(value.slice(0, 4))
  const text = (of: number) => `${of}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  const best = [year ?? thisYear, ...(year ? [] : [thisYear + 1])]
    .map(text)
    .find((candidate) => isLocalTime(candidate) && (year !== undefined || candidate >= value.slice(0, 10)))
  return best === undefined ? undefined : { from, count, value: best }
}

/** "el 15", "on the 15th", "dia 15": the next one. */
const dayOfMonth: Rule = (words, from, { nowLocal }) => {
  const word = words[from] ?? ''
  const previous = words[from - 1] ?? ''
  const isNamed = ['el', 'dia'].includes(previous) || (previous === 'the' && /\d(st|nd|rd|th)$/.test(word))
  const day = isNamed ? dayNumber(word) : undefined
  if (day === undefined || day < 1 || day > 31) return undefined
  const today = nowLocal.slice(0, 10)
  for (let months = 0; months < 3; months++) {
    const value = `${addMonths(`${today.slice(0, 8)}01`, months).slice(0, 8)}${String(day).padStart(2, '0')}`
    if (isLocalTime(value) && value >= today) return { from, count: 1, value }
  }
  return undefined
}

const DAY_RULES: readonly Rule[] = [phrase, span, written, numeric, weekday, near, dayOfMonth]

/** The first words that mean a day. */
export function findDay(words: Words, clock: Clock): Found | undefined {
  return first(words, clock, DAY_RULES)
}

function first(words: Words, clock: Clock, rules: readonly Rule[]): Found | undefined {
  for (let from = 0; from < words.length; from++)
    for (const rule of rules) {
      const found = rule(words, from, clock)
      if (found) return found
    }
  return undefined
}

const HOUR_LEADS = ['a las', 'a la', 'at', 'as', 'a partir de las', 'a']

/** "a las 10", "at 5pm", "às 15h30", "10:30", "9 am" — and, right behind a day, "10". */
const clockTime: Rule = (words, from) => {
  const lead = Math.max(...HOUR_LEADS.map((text) => startsWith(words, from, text)))
  const match = /^(\d{1,2})(?:[:.h](\d{2}))?(h|hs|hrs|am|pm)?$/.exec(words[from + lead] ?? '')
  // "2.20" without a word before it is a length or a price.
  if (!match || (lead === 0 && words[from]?.includes('.'))) return undefined
  const [, hours = '', minutes, suffix] = match
  const behind = halfBehind(words, from + lead + 1)
  const half = suffix === 'am' || suffix === 'pm' ? suffix : behind.half
  const isPlain = minutes === undefined && suffix === undefined && half === undefined
  // "a" leads to many things: "a 3 clientes" is no hour.
  if (isPlain && (lead === 0 || words[from] === 'a') && !startsWith(words, from, 'a las')) return undefined
  const value = hourText(
    Number(hours),
    Number(minutes ?? 0),
    half ?? (isGuessed(hours, minutes) ? 'pm' : undefined),
  )
  return value === undefined ? undefined : { from, count: lead + 1 + behind.count, value }
}

/** From one to six without a word about it, people mean the afternoon. */
const isGuessed = (hours: string, minutes: string | undefined) =>
  /^[1-6]$/.test(hours) && (minutes === undefined || !hours.startsWith('0'))

function halfBehind(words: Words, from: number): { half?: 'am' | 'pm'; count: number } {
  for (const [text, half] of HALVES) {
    const count = startsWith(words, from, text)
    if (count) return { half, count }
  }
  return { count: ['h', 'hs', 'hrs', 'horas'].includes(words[from] ?? '') ? 1 : 0 }
}

function hourText(hours: number, minutes: number, half: 'am' | 'pm' | undefined): string | undefined {
  const hour = half === 'pm' && hours < 12 ? hours + 12 : half === 'am' && hours === 12 ? 0 : hours
  if (hour > 23 || minutes > 59) return undefined
  return `${String(hour).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}

const partOfDay: Rule = (words, from) => {
  for (const [text, value] of HOUR_PHRASES) {
    const count = startsWith(words, from, text)
    if (count) return { from, count, value }
  }
  return undefined
}

/** @param behindDay where a day ended: a plain number there is an hour. */
export function findHour(words: Words, clock: Clock, behindDay: number | undefined): Found | undefined {
  const plain = behindDay === undefined ? undefined : plainHour(words, behindDay)
  return plain ?? first(words, clock, [clockTime, partOfDay])
}

function plainHour(words: Words, from: number): Found | undefined {
  const word = words[from] ?? ''
  if (!/^\d{1,2}$/.test(word)) return undefined
  const behind = halfBehind(words, from + 1)
  const value = hourText(Number(word), 0, behind.half ?? (isGuessed(word, undefined) ? 'pm' : undefined))
  return value === undefined ? undefined : { from, count: 1 + behind.count, value }
}
