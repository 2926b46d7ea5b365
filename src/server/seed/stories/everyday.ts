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

/**
 * One thread each for the shop's customers, in the hours of the shop, over eight weeks. What is said
 * and how it ends hangs on chance alone, never on the day of the telling: a run on another day must
 * find the same lines.
 */
export function everydayStories(when: Calendar, dice: Dice): Story[] {
  const talks = dice.shuffled(CUSTOMERS.map((_name, index) => TALKS[index % TALKS.length] ?? []))
  const customers = dice.shuffled(
    CUSTOMERS.map((name, index) => ({ name, phone: String(PHONES_FROM + index) })),
  )
  return customers.map((contact, index) => {
    const age = index < FRESH ? 0 : ageOf(dice)
    const openedAt = openingTime(when, age, dice)
    const from = age === 0 ? when.minutesAgo(35 + index * 34) : openedAt
    const story = new Story({ key: `everyday-${contact.phone.slice(-3)}`, channel: 'ventas', contact, from })
    return tell(story, { talk: talks[index] ?? [], from, ending: endingOf(index, age, dice), dice })
  })
}

/** In days; the last two weeks have more than their share. */
function ageOf(dice: Dice): number {
  return dice.chance(0.45) ? dice.between(1, 14) : dice.between(15, DAYS)
}

/** On Sundays the shop is closed, and on Mondays people write what they thought of meanwhile. */
function openingTime(when: Calendar, age: number, dice: Dice): Date {
  const isPutOff = dice.chance(0.2)
  const weekday = when.weekday(age)
  const daysAgo = weekday === 0 ? age + 1 : isPutOff ? age + weekday - 1 : age
  const [hours, minutes] = [dice.between(10, 17), dice.between(0, 59)]
  return when.at(daysAgo, `${when.weekday(daysAgo) === 6 ? Math.min(hours, 13) : hours}:${minutes}`)
}

function endingOf(index: number, age: number, dice: Dice): Ending {
  const any = dice.pick(['answered', 'answered', 'waiting', 'resolved', 'unassigned'] as const)
  const isOver = dice.chance(age <= 7 ? 0.6 : 0.9)
  if (age === 0) return (['unassigned', 'waiting', 'answered'] as const)[index % 3] ?? 'answered'
  if (age <= 2) return any
  return isOver ? 'resolved' : 'answered'
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

function speak(
  story: Story,
  line: string,
  { agent, isLast, dice }: { agent: PersonKey; isLast: boolean; dice: Dice },
): void {
  const text = line.slice(2)
  const speech: string | Speech = text === '{photo}' ? { type: 'image', file: dice.pick(PHOTOS) } : text
  if (line.startsWith('<')) story.says(speech)
  else
    story.answers(agent, speech, {
      outcome: isLast ? dice.pick(['sent', 'delivered', 'delivered', 'read']) : 'read',
    })
}

/** A talk that still waits ends with the customer; one that nobody took has no word of ours. */
function cut(lines: readonly string[], ending: Ending): readonly string[] {
  if (ending === 'resolved') return lines
  if (ending === 'unassigned') return lines.filter((line) => line.startsWith('<')).slice(0, 1)
  const wanted = ending === 'waiting' ? '<' : '>'
  const last = lines.findLastIndex((line) => line.startsWith(wanted))
  return lines.slice(0, last + 1)
}
