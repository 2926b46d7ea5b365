import { after, type Calendar } from '../plan/calendar.ts'
import type { Dice } from '../plan/dice.ts'
import type { PersonKey, Speech } from '../plan/lines.ts'
import { Story } from '../plan/story.ts'
import { filler } from './fill.ts'
import { CUSTOMERS } from './names.ts'
import { SLOTS, TALKS } from './talks.ts'

const DAYS = 8 * 7
const AGENTS = ['ana', 'tomas', 'bruno', 'camila'] as const satisfies readonly PersonKey[]
/** So many talks are of today: they show the inbox at work. */
const FRESH = 9
const PHOTOS = ['jacinta', 'delivered', 'board'] as const
const PHONES_FROM = 523_300_000_200

type Ending = 'resolved' | 'answered' | 'waiting' | 'unassigned'

/** One thread each for the shop's customers, in the hours of the shop, over eight weeks. */
export function everydayStories(when: Calendar, dice: Dice): Story[] {
  const days = openDays(when)
  const talks = dice.shuffled(CUSTOMERS.map((_name, index) => TALKS[index % TALKS.length] ?? []))
  const customers = dice.shuffled(CUSTOMERS.map((name, index) => ({ name, phone: String(PHONES_FROM + index) })))
  return customers.map((contact, index) => {
    const isFresh = index < FRESH
    const daysAgo = isFresh ? 0 : dice.pick(days)
    const from = isFresh ? when.minutesAgo(35 + index * 34) : openingTime(when, daysAgo, dice)
    const story = new Story({ key: `everyday-${contact.phone.slice(-3)}`, channel: 'ventas', contact, from })
    return tell(story, { talk: talks[index] ?? [], from, ending: endingOf(index, daysAgo, dice), dice })
  })
}

/** Open days, each as often as its weekday is busy: Mondays most, the last weeks more than the first. */
function openDays(when: Calendar): number[] {
  const busy: Record<number, number> = { 0: 0, 1: 5, 2: 3, 3: 3, 4: 3, 5: 4, 6: 2 }
  return Array.from({ length: DAYS }, (_, index) => index + 1).flatMap((daysAgo) => {
    const recent = daysAgo <= 14 ? 2 : 1
    return Array.from({ length: (busy[when.weekday(daysAgo)] ?? 0) * recent }, () => daysAgo)
  })
}

function openingTime(when: Calendar, daysAgo: number, dice: Dice): Date {
  const closes = when.weekday(daysAgo) === 6 ? 13 : 17
  return when.at(daysAgo, `${dice.between(10, closes)}:${dice.between(0, 59)}`)
}

function endingOf(index: number, daysAgo: number, dice: Dice): Ending {
  if (daysAgo === 0) return (['unassigned', 'waiting', 'answered'] as const)[index % 3] ?? 'answered'
  if (daysAgo <= 2) return dice.pick(['answered', 'answered', 'waiting', 'resolved', 'unassigned'])
  return dice.chance(daysAgo <= 7 ? 0.6 : 0.9) ? 'resolved' : 'answered'
}

interface Telling {
  talk: readonly string[]
  from: Date
  ending: Ending
  dice: Dice
}

function tell(story: Story, { talk, from, ending, dice }: Telling): Story {
  const agent = dice.pick(AGENTS)
  const lines = cut(talk.map(filler(SLOTS, dice)), ending)
  let time = from
  lines.forEach((line, index) => {
    if (index > 0) time = after(time, paceOf(line, ending, dice))
    story.at(time > story.time ? time : story.time)
    speak(story, line, { agent, isLast: index === lines.length - 1, dice })
    if (index === 0 && ending !== 'unassigned') story.assigned(agent, dice.pick(['diego', 'mariana', agent]))
  })
  return ending === 'resolved' ? story.resolved(agent) : story
}

/** A talk of today must have come to its end by now. */
function paceOf(line: string, ending: Ending, dice: Dice): number {
  if (ending === 'unassigned') return 1
  return line.startsWith('>') ? dice.between(1, 5) : dice.between(1, 4)
}

function speak(story: Story, line: string, { agent, isLast, dice }: { agent: PersonKey; isLast: boolean; dice: Dice }): void {
  const text = line.slice(2)
  const speech: string | Speech = text === '{photo}' ? { type: 'image', file: dice.pick(PHOTOS) } : text
  if (line.startsWith('<')) story.says(speech)
  else story.answers(agent, speech, { outcome: isLast ? dice.pick(['sent', 'delivered', 'delivered', 'read']) : 'read' })
}

/** A talk that still waits ends with the customer; one that nobody took has no word of ours. */
function cut(lines: readonly string[], ending: Ending): readonly string[] {
  if (ending === 'resolved') return lines
  if (ending === 'unassigned') return lines.filter((line) => line.startsWith('<')).slice(0, 1)
  const wanted = ending === 'waiting' ? '<' : '>'
  const last = lines.findLastIndex((line) => line.startsWith(wanted))
  return lines.slice(0, last + 1)
}
