/** Fields of every deal that a stage may ask for. Its own fields a workspace names by their keys. */
export const STANDARD_DEAL_FIELDS = [
  'amount',
  'expectedCloseOn',
  'ownerId',
  'companyId',
  'contact',
  'source',
] as const
export type StandardDealField = (typeof STANDARD_DEAL_FIELDS)[number]

const DAY_MS = 86_400_000

/** True for a deal that nobody touched for longer than its stage allows. */
export function isStale(touchedAt: string, rotDays: number | null, now: number): boolean {
  return rotDays !== null && now - Date.parse(touchedAt) > rotDays * DAY_MS
}
