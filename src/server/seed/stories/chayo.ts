import type { Calendar } from '../plan/calendar.ts'
import type { Dice } from '../plan/dice.ts'
import { Story } from '../plan/story.ts'
import { CHAYO_SLOTS, CLOSINGS, MOMENTS, OPENINGS } from './chayo-words.ts'
import { filler } from './fill.ts'

const TALKS = 100
const LINES_PER_TALK = 24
const LAST_TALK_DAYS_AGO = 2
const WEEK = 7

/** 2,400 messages over two years, a talk a week: the thread to scroll in. */
export function chayo(when: Calendar, dice: Dice): Story {
  const oldest = LAST_TALK_DAYS_AGO + (TALKS - 1) * WEEK
  const story = new Story({
    key: 'chayo',
    channel: 'ventas',
    contact: { name: 'Doña Chayo Méndez', phone: '523300000133' },
    from: when.at(oldest, '08:00'),
  })
  story.isCoarse = true
  for (let talk = 0; talk < TALKS; talk++) {
    story.at(when.at(oldest - talk * WEEK, `${dice.between(9, 12)}:${dice.between(0, 59)}`))
    for (const line of linesOfTalk(dice)) tell(story, line, dice)
    if (talk < TALKS - 1) story.resolved('bruno')
    else story.assigned('bruno', 'bruno')
  }
  return story
}

function tell(story: Story, line: string, dice: Dice): void {
  if (line.startsWith('<')) story.says(line.slice(2))
  else story.answers('bruno', line.slice(2))
  story.wait(dice.between(0, 6))
}

/** Hers is the first word, ours the last. */
function linesOfTalk(dice: Dice): string[] {
  const opening = dice.pick(OPENINGS)
  const closing = dice.pick(CLOSINGS)
  const middle = dice.shuffled(MOMENTS).flatMap((moment) => moment.map(filler(CHAYO_SLOTS, dice)))
  return [...opening, ...middle.slice(0, LINES_PER_TALK - opening.length - closing.length), ...closing]
}
