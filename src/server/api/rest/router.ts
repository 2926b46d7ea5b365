import { Router, type ErrorRequestHandler, type RequestHandler } from 'express'
import { AppError, notFound } from '../../platform/errors.ts'
import { answerErrors, appErrorOf, errorBody, limitRate, noStore } from '../../platform/http/index.ts'
import type { AppServices } from '../services.ts'
import { callerOf, requireApiKey } from './caller.ts'
import type { Method, RestRoute } from './route.ts'
import { ROUTES } from './routes/index.ts'
import { runPublicRoute, runRoute } from './run-route.ts'

/** What one API key may call. */
const CALLS_PER_MINUTE = 600

/**
 * The public API, to be mounted at `/api/v1` behind requestState. It knows callers by their API key
 * alone: cookies are never looked at.
 */
export function createRestRouter(
  services: AppServices,
  limits = { callsPerMinute: CALLS_PER_MINUTE },
): Router {
  const router = Router({ caseSensitive: true, strict: true })
  const keyed = [requireApiKey(services), limitPerKey(services, limits.callsPerMinute)]
  router.use(noStore, drainRefused)
  for (const [path, routes] of byPath(ROUTES)) {
    const address = router.route(expressPath(path))
    for (const route of routes) {
      const handlers = route.isPublic
        ? [runPublicRoute(services, route)]
        : [...keyed, runRoute(services, route)]
      address[VERBS[route.method]](...handlers)
    }
    address.all((_req, res) => {
      res.setHeader('allow', allowed(routes))
      throw new AppError('METHOD_NOT_ALLOWED', `this address takes ${allowed(routes)}`)
    })
  }
  router.use(() => {
    throw notFound('address')
  })
  router.use(
    tellWhenToRetry,
    answerErrors((error, requestId) => ({ error: errorBody(error, requestId) })),
  )
  return router
}

/** Reads on and throws away what a refused caller still sends: most clients look at the answer only then. */
const drainRefused: RequestHandler = (req, res, next) => {
  res.once('finish', () => req.resume())
  next()
}

const VERBS = { GET: 'get', POST: 'post', PATCH: 'patch', DELETE: 'delete' } as const satisfies Record<
  Method,
  string
>

/** `/contacts/{id}` as Express writes it. */
export const expressPath = (path: string) => path.replace(/\{(\w+)\}/g, ':$1')

function byPath(routes: readonly RestRoute[]): Map<string, RestRoute[]> {
  const groups = new Map<string, RestRoute[]>()
  for (const route of routes) groups.set(route.path, [...(groups.get(route.path) ?? []), route])
  return groups
}

/** Express answers HEAD by the GET handler. */
function allowed(routes: readonly RestRoute[]): string {
  return routes.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ')
}

function limitPerKey({ kv }: AppServices, perMinute: number) {
  return limitRate({ kv, name: 'rest', perMinute, keyOf: (req) => `key:${callerOf(req).apiKeyId}` })
}

// oxlint-disable-next-line max-params -- Express knows an error handler by its four parameters.
const tellWhenToRetry: ErrorRequestHandler = (thrown, _req, res, next) => {
  const error = appErrorOf(thrown)
  const seconds = error.details.retryAfterSeconds ?? (error.code === 'UNAVAILABLE' ? 1 : undefined)
  if (seconds !== undefined && !res.headersSent) res.setHeader('retry-after', String(seconds))
  next(thrown)
}
