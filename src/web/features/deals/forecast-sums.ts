import type { ForecastSum, MoneySum } from '@shared/contracts/deals.ts'
import type { StageId, UserId } from '@shared/ids.ts'
import { addSums } from './use-money.ts'

/** From this chance on a deal counts as promised. */
export const COMMITTED_PERCENT = 75

export interface Outlook {
  /** Won, and open ones that are as good as won. */
  committed: MoneySum[]
  /** Won, and open ones by their chance. */
  weighted: MoneySum[]
  /** Won, and everything that is open. */
  best: MoneySum[]
}

/** What deals may bring. @param chanceOf a stage, in percent. */
export function outlookOf(
  open: readonly ForecastSum[],
  won: readonly ForecastSum[],
  chanceOf: (stage: StageId) => number,
): Outlook {
  const chances = open.map(({ stageId }) => (stageId ? chanceOf(stageId) : 0))
  const sums = [...open, ...won].map((sum) => [sum])
  const certain = won.map(() => 100)
  const promised = chances.map((chance) => (chance >= COMMITTED_PERCENT ? 100 : 0))
  return {
    committed: addSums(sums, [...promised, ...certain]),
    weighted: addSums(sums, [...chances, ...certain]),
    best: addSums(sums),
  }
}

/** The same for each owner, those with the most in sight first; null stands for nobody. */
export function outlooksByOwner(
  open: readonly ForecastSum[],
  won: readonly ForecastSum[],
  chanceOf: (stage: StageId) => number,
): { ownerId: UserId | null; outlook: Outlook }[] {
  const owners = [...new Set([...open, ...won].map((sum) => sum.ownerId))]
  const ofOwner = (sums: readonly ForecastSum[], ownerId: UserId | null) =>
    sums.filter((sum) => sum.ownerId === ownerId)
  return owners
    .map((ownerId) => ({
      ownerId,
      outlook: outlookOf(ofOwner(open, ownerId), ofOwner(won, ownerId), chanceOf),
    }))
    .toSorted((a, b) => weightOf(b.outlook) - weightOf(a.outlook))
}

/** For an order only: amounts of several currencies are no sum. */
const weightOf = ({ weighted }: Outlook): number =>
  weighted.reduce((total, { amount }) => total + Number(amount), 0)

/**
 * The day on which a deal closes in another month: the same day of the month where it has one that is
 * still to come, else the month's last.
 * @param day YYYY-MM-DD or null. @param month YYYY-MM. @param today YYYY-MM-DD
 */
export function dayInMonth(day: string | null, month: string, today: string): string {
  const [year = 0, at = 1] = month.split('-').map(Number)
  const last = new Date(Date.UTC(year, at, 0)).getUTCDate()
  const wanted = day ? Math.min(Number(day.slice(8)), last) : last
  const moved = `${month}-${String(wanted).padStart(2, '0')}`
  return moved >= today ? moved : `${month}-${last}`
}

/** The first and the last day of a month. */
export function daysOfMonth(month: string): { closesFrom: string; closesTo: string } {
  return { closesFrom: `${month}-01`, closesTo: dayInMonth(null, month, '') }
}
