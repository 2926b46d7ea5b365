import type { TaskType } from '../../../shared/tasks.ts'
import type { Calendar } from '../plan/calendar.ts'
import { Dice } from '../plan/dice.ts'
import type { PersonKey } from '../plan/lines.ts'
import { COMPANY_NAMES, PIECES, TASK_TITLES, WOODS } from './names.ts'
import { planCustomers, planPeople, SELLERS, type CustomerPlan, type PersonPlan } from './people-plan.ts'

export interface DealPlan {
  title: string
  /** In centavos. */
  amount: number
  /** Index of the pipeline's stage. */
  stage: number
  /** Index into those who have written, the oldest first. */
  customer: number
  company: number | null
  owner: PersonKey
  createdAt: Date
  /** When it came into its stage. */
  movedAt: Date
  closeOn: string
  closed: { as: 'won'; at: Date } | { as: 'lost'; at: Date; reason: number } | null
}

export interface TaskPlan {
  title: string
  type: TaskType
  /** Index of the open deal that it belongs to. */
  deal: number
  assignee: PersonKey
  createdAt: Date
  dueLocal: string
  doneAt: Date | null
}

export interface CrmPlan {
  customers: CustomerPlan[]
  people: PersonPlan[]
  deals: DealPlan[]
  tasks: TaskPlan[]
}

const OPEN_BY_STAGE = [12, 9, 14, 7, 4] as const
/** What Regina's table was quoted at. */
const JACINTA = 2_840_000
/** 1.84 million pesos in all that is open. */
const OPEN_TOTAL = 184_000_000
const STALE = 8
const WON = 48
const LOST = 70
const LOST_REASONS = 5
const TASKS = { overdue: 11, today: 14, later: 25, done: 40 }
const WEEKS = 13

/** What the shop knows beside its conversations. The same on every day, but for the dates. */
export function crmPlan(when: Calendar): CrmPlan {
  const dice = new Dice()
  const deals = [...openDeals(when, dice), ...closedDeals(when, dice)]
  return { customers: planCustomers(dice), people: planPeople(when, dice), deals, tasks: tasks(when, dice) }
}

function openDeals(when: Calendar, dice: Dice): DealPlan[] {
  const drafts = OPEN_BY_STAGE.flatMap((count, stage) =>
    Array.from({ length: count }, () => dealOf(when, dice, stage)),
  )
  const quoted = OPEN_BY_STAGE[0] + OPEN_BY_STAGE[1]
  drafts[quoted] = { ...(drafts[quoted] as DealPlan), title: 'Mesa Jacinta 2.20', amount: JACINTA }
  const stale = drafts.filter((_, index) => index % 5 === 4).slice(0, STALE)
  for (const deal of stale) deal.movedAt = when.at(dice.between(25, 45), '12:30')
  return scaled(drafts, OPEN_TOTAL, quoted)
}

function closedDeals(when: Calendar, dice: Dice): DealPlan[] {
  return Array.from({ length: WON + LOST }, (_, index) => {
    const daysAgo = dice.between(1, WEEKS * 7)
    const at = when.at(daysAgo, `${dice.between(10, 18)}:${dice.between(10, 59)}`)
    const deal = dealOf(when, dice, dice.between(2, 4))
    const createdAt = when.at(daysAgo + dice.between(4, 30), '10:15')
    const closed =
      index < WON
        ? { as: 'won' as const, at }
        : { as: 'lost' as const, at, reason: dice.between(0, LOST_REASONS - 1) }
    const isHotel = index === 0
    return {
      ...deal,
      ...(isHotel && { title: '62 sillas para el Hotel Ribera', amount: 41_200_000, company: 0 }),
      createdAt,
      movedAt: createdAt,
      closed,
    }
  })
}

function dealOf(when: Calendar, dice: Dice, stage: number): DealPlan {
  const piece = dice.pick(PIECES)
  const movedAt = when.at(dice.between(0, 6), `${dice.between(9, 18)}:05`)
  return {
    title: piece.title.replace('{wood}', dice.pick(WOODS)),
    amount: dice.between(piece.from / 100, piece.to / 100) * 10_000,
    stage,
    customer: dice.between(0, 90),
    company: dice.chance(0.3) ? dice.between(0, COMPANY_NAMES.length - 1) : null,
    owner: dice.pick(SELLERS),
    createdAt: when.at(dice.between(46, 60), '11:20'),
    movedAt: movedAt > when.now ? when.minutesAgo(40) : movedAt,
    closeOn: localDay(when, -dice.between(2, 45)),
    closed: null,
  }
}

/** The amounts in their proportions, with the sum that the shop is known for. */
function scaled(deals: DealPlan[], total: number, fixed: number): DealPlan[] {
  const kept = deals[fixed]?.amount ?? 0
  const sum = deals.reduce((all, deal) => all + deal.amount, 0) - kept
  const rounded = deals.map((deal, index) =>
    index === fixed
      ? deal
      : { ...deal, amount: Math.round((deal.amount * (total - kept)) / sum / 10_000) * 10_000 },
  )
  const rest = total - rounded.reduce((all, deal) => all + deal.amount, 0)
  return rounded.map((deal, index) => (index === 1 ? { ...deal, amount: deal.amount + rest } : deal))
}

function tasks(when: Calendar, dice: Dice): TaskPlan[] {
  const open = OPEN_BY_STAGE.reduce((all, count) => all + count, 0)
  const plan = (daysAhead: number, isDone = false): TaskPlan => {
    const { type, title } = dice.pick(TASK_TITLES)
    const time = `${String(dice.between(9, 18)).padStart(2, '0')}:${dice.pick(['00', '30'])}`
    return {
      title,
      type,
      deal: dice.between(0, open - 1),
      assignee: dice.pick(SELLERS),
      createdAt: when.at(Math.max(1, 3 - daysAhead), '09:40'),
      dueLocal: `${localDay(when, -daysAhead)}T${time}`,
      doneAt: isDone ? when.at(Math.max(1, -daysAhead), '16:45') : null,
    }
  }
  const many = (count: number, daysAhead: () => number, isDone = false) =>
    Array.from({ length: count }, () => plan(daysAhead(), isDone))
  return [
    ...many(TASKS.overdue, () => -dice.between(1, 9)),
    ...many(TASKS.today, () => 0),
    ...many(TASKS.later, () => dice.between(1, 12)),
    ...many(TASKS.done, () => -dice.between(1, 40), true),
  ]
}

/** The day on the shop's calendar: what lies before now has positive days. */
function localDay(when: Calendar, daysAgo: number): string {
  return when.at(daysAgo, '12:00').toISOString().slice(0, 10)
}
