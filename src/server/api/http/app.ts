import type { AnyTRPCRouter } from '@trpc/server'
import express, { type Express, type Request } from 'express'
import type { Registry } from 'prom-client'
import {
  addressKey,
  answerErrors,
  answerNotFound,
  healthRoutes,
  limitRate,
  metricsRoute,
  noStore,
  observeRequests,
  requestState,
  securityHeaders,
  staticWeb,
  type ReadinessCheck,
  type RouteLabel,
} from '../../platform/http/index.ts'
import { mediaRoutes } from '../media/media-routes.ts'
import type { AppServices } from '../services.ts'
import { identityOf } from './caller.ts'
import { calledProcedures } from './trpc-calls.ts'
import { trpcRoutes } from './trpc-routes.ts'

export interface HttpLimits {
  /** Of a signed-in user, or of an address that is not signed in; a batch counts as its calls. */
  callsPerMinute: number
  /** Of an address. */
  signInsPerMinute: number
}

const LIMITS: HttpLimits = { callsPerMinute: 600, signInsPerMinute: 120 }

export interface HttpAppInit {
  services: AppServices
  router: AnyTRPCRouter
  registry: Registry
  /** By name: what `/readyz` asks. */
  checks: Record<string, ReadinessCheck>
  /** Folder of the built web app; absent in development. */
  webDir?: string | undefined
  /** Mounts further routes under `/api`. */
  mountApi?: (app: Express) => void
  limits?: Partial<HttpLimits>
}

/**
 * The Express app: everything but the providers' webhooks, which are answered in front of it, and
 * the live socket. Needs a listener of node:http around it.
 */
export function createHttpApp(init: HttpAppInit): Express {
  const { services } = init
  const app = express()
  app.set('trust proxy', services.config.trustProxyHops)
  app.disable('x-powered-by')
  app.disable('etag')
  app.use(requestState(services.log), observeRequests(init.registry, labelOf))
  app.use(securityHeaders({ publicUrl: services.config.publicUrl }))
  app.use(healthRoutes(init.checks), metricsRoute(init.registry))
  mountCalls(app, init)
  app.use('/api', noStore)
  init.mountApi?.(app)
  app.use(['/api', '/rt', '/webhooks'], answerNotFound)
  app.use(staticWeb(init.webDir), answerNotFound, answerErrors())
  return app
}

function mountCalls(app: Express, { services, router, limits }: HttpAppInit): void {
  const { callsPerMinute, signInsPerMinute } = { ...LIMITS, ...limits }
  const limitCalls = limitRate({
    kv: services.kv,
    name: 'calls',
    perMinute: callsPerMinute,
    keyOf: (req) => callerKey(services, req),
    costOf: (req) => calledProcedures(req).length,
  })
  app.use('/trpc', trpcRoutes({ services, router, signInsPerMinute, limitCalls }))
  app.use('/media', mediaRoutes({ services, limitCalls }))
}

/** People of one office share an address, so whoever is signed in is counted alone. */
async function callerKey(services: AppServices, req: Request): Promise<string> {
  const identity = await identityOf(services, req)
  return identity ? `user:${identity.user.id}` : addressKey(req)
}

/** Paths of media may hold a signed token, so only tRPC's are told. */
function labelOf(req: Request): RouteLabel {
  const [, first = ''] = req.path.split('/', 2)
  if (first === 'trpc') return { route: 'trpc', detail: calledProcedures(req).join(',').slice(0, 300) }
  if (first === 'media' || first === 'api') return { route: first }
  if (first === 'healthz' || first === 'readyz' || first === 'metrics') return { route: first, isQuiet: true }
  return { route: 'web', isQuiet: true }
}
