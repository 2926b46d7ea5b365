/**
 * Named places where tests kill the process with SIGKILL, to prove what a crash exactly there does.
 * Armed by CRASH_AT=name[:nth] in the environment of a test's process; otherwise a comparison.
 */
export const CRASH_POINTS = [
  'inbound.beforeCommit',
  'inbound.afterCommit',
  'outbox.afterClaim',
  'outbox.afterAccept',
  'outbox.beforeMark',
  'imports.beforeCommit',
  'imports.afterCommit',
  'exports.row',
  'exports.afterWrite',
] as const

export type CrashPoint = (typeof CRASH_POINTS)[number]

let armed: { at: string; left: number } | undefined

export function armCrashPoint(setting: string | undefined): void {
  if (!setting) return
  const [at = '', nth = '1'] = setting.split(':')
  armed = { at, left: Number(nth) }
}

export function crashPoint(name: CrashPoint): void {
  if (armed?.at === name && --armed.left <= 0) process.kill(process.pid, 'SIGKILL')
}
