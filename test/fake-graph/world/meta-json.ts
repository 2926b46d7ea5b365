/**
 * JSON bytes as Meta's servers write them: every non-ASCII code unit as `\uXXXX` in lower-case hex and
 * `/` as `\/`. The signature covers these bytes, so a receiver that re-serialises sees another digest.
 */
export function metaJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replaceAll(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
