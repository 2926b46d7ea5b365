import { RRuleTemporal } from 'rrule-temporal'
import { hasHour, textOfWall, wallOf } from '../../../shared/local-time.ts'

const PARTS: Readonly<Record<string, RegExp>> = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d{0,2}$/,
  COUNT: /^[1-9]\d{0,3}$/,
  UNTIL: /^\d{8}(T\d{6}Z?)?$/,
  BYDAY: /^([+-]?[1-5]?(MO|TU|WE|TH|FR|SA|SU))(,[+-]?[1-5]?(MO|TU|WE|TH|FR|SA|SU)){0,6}$/,
  BYMONTHDAY: /^-?([1-9]|[12]\d|3[01])(,-?([1-9]|[12]\d|3[01])){0,30}$/,
  BYMONTH: /^([1-9]|1[0-2])(,([1-9]|1[0-2])){0,11}$/,
  BYSETPOS: /^-?[1-5]$/,
  WKST: /^(MO|TU|WE|TH|FR|SA|SU)$/,
}

/** The parts of a rule by name; undefined where it is not one that tasks may have. */
function partsOf(rrule: string): Map<string, string> | undefined {
  const parts = new Map<string, string>()
  for (const text of rrule.replace(/^RRULE:/, '').split(';')) {
    const [name = '', value = ''] = text.split('=', 2)
    if (parts.has(name) || !PARTS[name]?.test(value)) return undefined
    parts.set(name, value)
  }
  if (!parts.has('FREQ') || (parts.has('COUNT') && parts.has('UNTIL'))) return undefined
  return parts
}

const textOf = (parts: ReadonlyMap<string, string>) =>
  [...parts].map(([name, value]) => `${name}=${value}`).join(';')

/**
 * The rule as it is stored, or undefined where it is not RFC 5545, says when it begins, repeats
 * within a day, or never comes true again after the task's own time.
 */
export function usableRule(rrule: string, dueLocal: string): string | undefined {
  const parts = partsOf(rrule)
  if (!parts) return undefined
  const endless = new Map([...parts].filter(([name]) => name !== 'COUNT' && name !== 'UNTIL'))
  return firstAfter(endless, dueLocal, wallOf(dueLocal)) === undefined ? undefined : textOf(parts)
}

export interface Occurrence {
  dueLocal: string
  rrule: string
}

/**
 * What follows a task that is done: the rule's next time that is not over yet, by the clock on the
 * wall, so that summer time moves nothing. A count goes down with each task made. Null at the end.
 */
export function nextOccurrence({ dueLocal, rrule }: Occurrence, nowLocal: string): Occurrence | null {
  const parts = partsOf(rrule)
  if (!parts) return null
  const left = parts.has('COUNT') ? Number(parts.get('COUNT')) - 1 : undefined
  if (left === 0) return null
  parts.delete('COUNT')
  const wall = firstAfter(parts, dueLocal, Math.max(wallOf(dueLocal), lastOver(dueLocal, nowLocal)))
  if (wall === undefined) return null
  if (left !== undefined) parts.set('COUNT', String(left))
  return { dueLocal: textOfWall(wall).slice(0, dueLocal.length), rrule: textOf(parts) }
}

/** A day without an hour is not over before its end. */
function lastOver(dueLocal: string, nowLocal: string): number {
  return hasHour(dueLocal) ? wallOf(nowLocal) : wallOf(nowLocal.slice(0, 10)) - 1
}

/** Calendar times as if they were UTC: the rule knows no zone, the task does. */
function firstAfter(parts: ReadonlyMap<string, string>, dueLocal: string, after: number): number | undefined {
  const start = new Date(wallOf(dueLocal)).toISOString().replace(/[-:]|\.\d+/g, '')
  try {
    const rule = new RRuleTemporal({ rruleString: `DTSTART:${start}\nRRULE:${textOf(parts)}` })
    return rule.next(new Date(after))?.epochMilliseconds
  } catch {
    // A rule that never comes true, such as every 30 February, is given up after thousands of tries.
    return undefined
  }
}
