import { initTRPC } from '@trpc/server'
import type { Permission, Role } from '../../../shared/permissions.ts'
import type { UserId } from '../../../shared/ids.ts'
import { AppError } from '../../platform/errors.ts'
import { requireIdentity, requirePermission } from '../http/access.ts'
import type { RequestContext } from './context.ts'
import { appErrorOfCall, trpcErrorShape } from './error-format.ts'

/** Who may call a procedure. Each one says exactly one of these; a test walks the router for it. */
export interface ProcedureMeta {
  public?: true
  /** Any signed-in user, in no workspace. */
  signedIn?: true
  permission?: Permission
}

/** The member on whose behalf a call in a workspace runs. */
export interface UserActor {
  kind: 'user'
  userId: UserId
  role: Role
}

const t = initTRPC
  .context<RequestContext>()
  .meta<ProcedureMeta>()
  .create({
    isDev: false,
    errorFormatter: ({ error, ctx, path }) =>
      trpcErrorShape(appErrorOfCall(error), { requestId: ctx?.requestId ?? '', path }),
  })

export const router = t.router

export const publicProcedure = t.procedure.meta({ public: true })

/** For sign-in and sign-up: their rate limits count requests as well as attempts. */
export const unbatchedProcedure = publicProcedure.use(({ ctx, next }) => {
  if (ctx.isBatch) throw new AppError('BAD_REQUEST', 'this call is not taken in batches')
  return next()
})

export const signedIn = t.procedure.meta({ signedIn: true }).use(async ({ ctx, next }) => {
  const identity = requireIdentity(await ctx.identity())
  return next({ ctx: { session: identity.session, user: identity.user } })
})

/**
 * A procedure within the workspace that the header `x-crm-workspace` names, for members whose role
 * has the permission. Its `db` sees that workspace only.
 */
export function workspace(permission: Permission) {
  return t.procedure.meta({ permission }).use(async ({ ctx, next }) => {
    const { services, workspaceHeader: workspaceId } = ctx
    const identity = requireIdentity(await ctx.identity())
    const { role, ...membership } = await requirePermission(services, identity, { workspaceId, permission })
    const actor: UserActor = { kind: 'user', userId: identity.user.id, role }
    return next({
      ctx: {
        session: identity.session,
        user: identity.user,
        workspaceId: membership.workspaceId,
        db: services.workspaceDb(membership.workspaceId),
        actor,
      },
    })
  })
}
