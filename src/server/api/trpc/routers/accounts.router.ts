import { SignIn, SignUp, UpdateMe } from '../../../../shared/contracts/accounts.ts'
import {
  endSession,
  getMe,
  getWorkspace,
  listMembers,
  signIn,
  signUp,
  updateMe,
} from '../../../modules/accounts/index.ts'
import { publicProcedure, router, signedIn, unbatchedProcedure, workspace } from '../base.ts'

export const authRouter = router({
  signUp: unbatchedProcedure.input(SignUp).mutation(async ({ ctx, input }) => {
    const { userId, token } = await signUp(ctx.services, input, ctx.client)
    ctx.setSession(token)
    return getMe(ctx.services, userId)
  }),
  signIn: unbatchedProcedure.input(SignIn).mutation(async ({ ctx, input }) => {
    const { userId, token } = await signIn(ctx.services, input, ctx.client)
    ctx.setSession(token)
    return getMe(ctx.services, userId)
  }),
  /** Open to all: a browser whose session is over already gets rid of its cookie all the same. */
  signOut: unbatchedProcedure.mutation(async ({ ctx }) => {
    if (ctx.client.token !== null) await endSession(ctx.services, ctx.client.token)
    ctx.setSession(null)
    return { ok: true as const }
  }),
})

export const meRouter = router({
  get: publicProcedure.query(async ({ ctx }) => {
    const identity = await ctx.identity()
    return identity && getMe(ctx.services, identity.user.id)
  }),
  update: signedIn.input(UpdateMe).mutation(({ ctx, input }) => updateMe(ctx.services, ctx.user.id, input)),
})

export const workspaceRouter = router({
  get: workspace('workspace.view').query(({ ctx }) => getWorkspace(ctx.db, ctx.actor.role)),
})

export const membersRouter = router({
  list: workspace('members.view').query(async ({ ctx }) => ({ items: await listMembers(ctx.db) })),
})
