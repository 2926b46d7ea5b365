import type { AnyTRPCRouter } from '@trpc/server'
import { createExpressMiddleware } from '@trpc/server/adapters/express'
import { Router, type RequestHandler } from 'express'
import { answerErrors, limitRate, noStore, refuseForgedCalls } from '../../platform/http/index.ts'
import type { AppServices } from '../services.ts'
import { createContextFactory } from '../trpc/context.ts'
import { appErrorOfCall, logCallError, trpcErrorShape } from '../trpc/error-format.ts'
import { calledProcedures, isSignIn, MAX_BATCH, refuseOddBatches } from './trpc-calls.ts'

/** Ten calls of the longest note, each with room for its envelope and JSON's escapes. */
const MAX_BODY_BYTES = 512 * 1024

interface TrpcRoutesInit {
  services: AppServices
  router: AnyTRPCRouter
  signInsPerMinute: number
  /** The limit that all routes of a caller share. */
  limitCalls: RequestHandler
}

/** `/trpc`: whatever is refused before a procedure runs comes in tRPC's envelope too. */
export function trpcRoutes({ services, router, signInsPerMinute, limitCalls }: TrpcRoutesInit): Router {
  const { publicUrl } = services.config
  const routes = Router()
  routes.use(noStore, refuseForgedCalls({ publicUrl, contentType: 'application/json' }), refuseOddBatches)
  routes.use(
    limitRate({
      kv: services.kv,
      name: 'sign-in',
      perMinute: signInsPerMinute,
      costOf: (req) => calledProcedures(req).filter(isSignIn).length,
    }),
    limitCalls,
  )
  routes.use(
    createExpressMiddleware({
      router,
      createContext: createContextFactory(services),
      maxBodySize: MAX_BODY_BYTES,
      maxBatchSize: MAX_BATCH,
      onError: ({ error, path, ctx }) =>
        logCallError(
          (ctx as { log?: AppServices['log'] } | undefined)?.log ?? services.log,
          appErrorOfCall(error),
          path,
        ),
    }),
  )
  routes.use(answerErrors((error, requestId) => ({ error: trpcErrorShape(error, { requestId }) })))
  return routes
}
