import { describe, expect, it } from 'vitest'
import { PERMISSIONS } from '../../../shared/permissions.ts'
import type { ProcedureMeta } from './base.ts'
import { appRouter } from './router.ts'

const procedures = Object.entries(
  // oxlint-disable-next-line no-underscore-dangle -- tRPC's only list of its procedures.
  appRouter._def.procedures as unknown as Record<string, { _def: { type: string; meta?: ProcedureMeta } }>,
).map(([path, { _def }]) => ({ path, type: _def.type, meta: _def.meta ?? {} }))

const pathsWhere = (holds: (meta: ProcedureMeta) => boolean) =>
  procedures.filter(({ meta }) => holds(meta)).map(({ path }) => path)

describe('every procedure', () => {
  it.each(procedures)('$path says who may call it, in one way', ({ meta }) => {
    expect(Object.keys(meta)).toHaveLength(1)
    if (meta.permission !== undefined) expect(PERMISSIONS).toContain(meta.permission)
  })

  it('but these few asks for a permission in a workspace', () => {
    expect(pathsWhere((meta) => meta.public === true)).toEqual([
      'auth.signUp',
      'auth.signIn',
      'auth.signOut',
      'me.get',
    ])
    expect(pathsWhere((meta) => meta.signedIn === true)).toEqual(['me.update'])
  })
})
