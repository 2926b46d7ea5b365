import { analyse } from './analyse.ts'
import type { Verdict } from './analyse.ts'
import { GuardError } from './guard-error.ts'
import { VerdictCache } from './verdict-cache.ts'

export type SqlGuard = {
  /**
   * Lets a statement through only if each workspace table in it is pinned to `workspaceId`
   * (16 bytes) by parameters that equal it. Throws a GuardError.
   */
  check(sql: string, params: readonly unknown[], workspaceId: Buffer): void
  /** The verdict on the text alone. */
  analyse(sql: string): Verdict
}

const WORKSPACE_ID_BYTES = 16
const CACHE_LIMITS = { capacity: 5000, maxTextLength: 8192 }

/** Makes the guard that stands between a workspace's database handle and the driver. */
export function createGuard({ workspaceTables }: { workspaceTables: ReadonlySet<string> }): SqlGuard {
  const tables = new Set([...workspaceTables].map((name) => name.toLowerCase()))
  const cache = new VerdictCache(CACHE_LIMITS)

  function analyseCached(sql: string): Verdict {
    const known = cache.get(sql)
    if (known !== undefined) return known
    const verdict = analyse(sql, tables)
    cache.set(sql, verdict)
    return verdict
  }

  return {
    analyse: analyseCached,
    check(sql, params, workspaceId) {
      const verdict = analyseCached(sql)
      if (!verdict.ok) throw new GuardError(verdict.reason, sql)
      if (workspaceId.length !== WORKSPACE_ID_BYTES)
        throw new GuardError('the handle has no valid workspace id', sql)
      for (const index of verdict.bindings) {
        if (!isWorkspace(params[index], workspaceId))
          throw new GuardError(`parameter ${index} is not the workspace of the handle`, sql)
      }
      if (!params.every(isSafeToSend))
        throw new GuardError('a parameter that the driver would expand into SQL', sql)
    },
  }
}

function isWorkspace(value: unknown, workspaceId: Buffer): boolean {
  return value instanceof Uint8Array && value.length === WORKSPACE_ID_BYTES && workspaceId.equals(value)
}

/** mysql2 turns arrays into lists and objects into assignments or raw SQL; values are scalars, bytes and dates. */
function isSafeToSend(value: unknown): boolean {
  if (typeof value !== 'object' || value === null)
    return typeof value !== 'function' && typeof value !== 'symbol'
  return value instanceof Uint8Array || value instanceof Date
}
