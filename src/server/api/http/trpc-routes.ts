import type { AnyTRPCRouter } from '@trpc/server'
import { Router, type RequestHandler } from 'express'
import { answerErrors, limitRate, noStore, refuseForgedCalls } from '../../platform/http/index.ts'
import type { AppServices } from '../services.ts'
import { createContextFactory } from '../trpc/context.ts'
import { trpcErrorShape } from '../trpc/error-format.ts'
import { calledProcedures, isSignIn, refuseOddBatches } from './trpc-calls.ts'
import { trpcHandler } from './trpc-handler.ts'

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
    trpcHandler({ router, createContext: createContextFactory(services), maxBodyBytes: MAX_BODY_BYTES }),
  )
  routes.use(answerErrors((error, requestId) => ({ error: trpcErrorShape(error, { requestId }) })))
  return routes
}
