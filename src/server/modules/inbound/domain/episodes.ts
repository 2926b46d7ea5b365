const HOUR = 3_600_000

/** A customer who writes again this soon after the conversation was resolved goes on with it. */
export const REOPEN_WITHIN_HOURS = 24

export type EpisodeChoice = 'continue' | 'reopen' | 'start'

/** Whether a new message continues the open conversation, reopens the last one or starts the next. */
export function chooseEpisode(
  last: { isOpen: boolean; resolvedAt: Date | null } | null,
  at: Date,
): EpisodeChoice {
  if (!last) return 'start'
  if (last.isOpen) return 'continue'
  const since = at.getTime() - (last.resolvedAt?.getTime() ?? 0)
  return since <= REOPEN_WITHIN_HOURS * HOUR ? 'reopen' : 'start'
}

const CLOCK_SKEW_MS = 5 * 60_000

/** The provider's time orders messages, but never from beyond five minutes in the future. */
export function clampToArrival(sentAt: Date, receivedAt: Date): Date {
  const latest = receivedAt.getTime() + CLOCK_SKEW_MS
  return sentAt.getTime() > latest ? receivedAt : sentAt
}
