/**
 * A DATETIME(3) as `rows` hands it over, `2026-11-22 13:14:15.123` in UTC, in ISO form. Lists only pass
 * times on: a Date made and written again for each of them costs as much as the rest of the row.
 */
export function isoTime(text: string): string {
  return `${text.slice(0, 10)}T${text.slice(11)}Z`
}

export function isoTimeOrNull(text: string | null): string | null {
  return text === null ? null : isoTime(text)
}
