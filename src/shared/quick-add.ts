import { addDays } from './local-time.ts'
import { findDay, findHour, type Clock, type Found } from './quick-add-times.ts'
import { fold, LEADS, TYPE_TAGS, TYPE_VERBS } from './quick-add-words.ts'
import type { TaskPriority, TaskType } from './tasks.ts'

/** What one line says about a task. Only what it says: an absent key was not mentioned. */
export interface QuickTask {
  title: string
  /** `YYYY-MM-DD` or `YYYY-MM-DDTHH:mm` by the person's own clock. */
  dueLocal?: string
  type?: TaskType
  priority?: TaskPriority
  /** Words after `#` that name no type of task. */
  labels?: string[]
  /** A member's name or the beginning of one, as written after `@`. */
  assignee?: string
}

/**
 * Reads a task from one line in Spanish, English or Portuguese: `Llamar a Regina mañana 10 #cotización
 * @ana !`. All three are understood at once; the person's language decides where a word means
 * something else in each. What is understood leaves the title, everything else stays in it.
 * @param clock the person's clock, as `YYYY-MM-DDTHH:mm`, and language
 */
export function readQuickTask(line: string, clock: Clock): QuickTask {
  const marks = readMarks(line.normalize('NFC').split(/\s+/).filter(Boolean))
  const { words, dueLocal } = readDue(marks.words, clock)
  const title = words.join(' ').replace(/[\s,;:–-]+$/u, '')
  const type = marks.type ?? TYPE_VERBS.get(plain(words[0] ?? ''))
  return {
    title,
    ...(dueLocal && { dueLocal }),
    ...(type && { type }),
    ...(marks.isUrgent && { priority: 'high' as const }),
    ...(marks.labels.length > 0 && { labels: marks.labels }),
    ...(marks.assignee && { assignee: marks.assignee }),
  }
}

/** A member whose name, or one of its words, begins like this; the first that fits. */
export function memberCalled<M extends { name: string }>(
  members: readonly M[],
  called: string,
): M | undefined {
  const wanted = fold(called).replace(/[._-]+/g, ' ')
  return members.find(({ name }) => {
    const folded = fold(name)
    return folded.startsWith(wanted) || folded.split(' ').some((word) => word.startsWith(wanted))
  })
}

const plain = (word: string) => fold(word).replace(/[,;.!?]+$/, '')

interface Marks {
  words: string[]
  labels: string[]
  isUrgent: boolean
  type?: TaskType
  assignee?: string
}

/** `#tag`, `@person` and `!` stand as words of their own; in ana@nogal.example nobody is meant. */
function readMarks(line: readonly string[]): Marks {
  const marks: Marks = { words: [], labels: [], isUrgent: false }
  for (const word of line) {
    const [, sign, name = ''] = /^([#@])([\p{L}\p{N}][\p{L}\p{N}_.-]*?)[,;.]?$/u.exec(word) ?? []
    if (/^!{1,3}$/.test(word)) marks.isUrgent = true
    else if (sign === '#') {
      const type = TYPE_TAGS.get(fold(name))
      if (type) marks.type = type
      else marks.labels.push(name)
    } else if (sign === '@' && marks.assignee === undefined) marks.assignee = name
    else marks.words.push(word)
  }
  return marks
}

/** A day, an hour or both. An hour alone is today's, or tomorrow's where it is over. */
function readDue(words: readonly string[], clock: Clock): { words: readonly string[]; dueLocal?: string } {
  const folded = words.map(plain)
  const day = findDay(folded, clock)
  const rest = day ? [...folded] : folded
  // What meant the day can mean no hour.
  if (day) rest.fill('', day.from, day.from + day.count)
  const hour = day && day.value.length > 10 ? undefined : findHour(rest, clock, day && day.from + day.count)
  if (!day && !hour) return { words }
  const left = without(words, folded, { clock, found: [day, hour] })
  // A line that is nothing but a time is a title after all.
  return { words: left.length > 0 ? left : words, dueLocal: dueOf(day, hour, clock.nowLocal) }
}

function dueOf(day: Found | undefined, hour: Found | undefined, nowLocal: string): string {
  const today = nowLocal.slice(0, 10)
  if (!hour) return day?.value ?? today
  if (day) return `${day.value}T${hour.value}`
  return `${hour.value > nowLocal.slice(11) ? today : addDays(today, 1)}T${hour.value}`
}

/** The words that meant no time; what only led to one goes with it. */
function without(
  words: readonly string[],
  folded: readonly string[],
  { clock, found }: { clock: Clock; found: readonly (Found | undefined)[] },
): string[] {
  const gone = new Set<number>()
  for (const each of found) {
    if (!each) continue
    for (let index = each.from; index < each.from + each.count; index++) gone.add(index)
    for (let index = each.from - 1; LEADS[clock.language].has(folded[index] ?? ''); index--) gone.add(index)
  }
  return words.filter((_word, index) => !gone.has(index))
}
