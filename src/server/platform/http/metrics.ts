import { BlockList, isIP } from 'node:net'
import { Router, type Request, type RequestHandler } from 'express'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { notFound } from '../errors.ts'
import { requestStateOf } from './request-state.ts'
import { noStore } from './security-headers.ts'

/** A registry with the process's own signals: memory, garbage collection, the event loop's lag. */
export function createMetricsRegistry(): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return registry
}

const PRIVATE = new BlockList()
PRIVATE.addSubnet('127.0.0.0', 8)
PRIVATE.addSubnet('10.0.0.0', 8)
PRIVATE.addSubnet('172.16.0.0', 12)
PRIVATE.addSubnet('192.168.0.0', 16)
PRIVATE.addAddress('::1', 'ipv6')
PRIVATE.addSubnet('fc00::', 7, 'ipv6')

/**
 * `/metrics` for Prometheus, open only to a scraper that connects by itself from this machine or a
 * private network. What came through a proxy carries X-Forwarded-For and gets 404, as does any
 * public address: with a proxy in front the peer's address alone would prove nothing.
 */
export function metricsRoute(registry: Registry): Router {
  const routes = Router()
  routes.get('/metrics', noStore, sendMetrics(registry))
  return routes
}

function sendMetrics(registry: Registry): RequestHandler {
  return async (req, res) => {
    if (!isScrapedDirectly(req)) throw notFound('page')
    res.setHeader('content-type', registry.contentType).send(await registry.metrics())
  }
}

function isScrapedDirectly(req: Request): boolean {
  if (req.headers['x-forwarded-for'] !== undefined || req.headers.forwarded !== undefined) return false
  const address = (req.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  const family = isIP(address)
  return family !== 0 && PRIVATE.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** What an answer is counted under: a few words, none of a caller's making. */
export interface RouteLabel {
  route: string
  /** Told in the log only. */
  detail?: string
  /** Leaves out of the log what is asked for all day. */
  isQuiet?: boolean
}

/** Measures each answer and writes its one line to the log. */
export function observeRequests(registry: Registry, labelOf: (req: Request) => RouteLabel): RequestHandler {
  const duration = new Histogram({
    name: 'crm_http_request_duration_seconds',
    help: 'Time to the end of the answer, by kind of route and status.',
    labelNames: ['route', 'status'],
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  })
  return (req, res, next) => {
    const { route, detail, isQuiet } = labelOf(req)
    const { method } = req
    const startedAt = performance.now()
    res.once('close', () => {
      const ms = performance.now() - startedAt
      const status = res.statusCode
      duration.observe({ route, status: String(status) }, ms / 1000)
      const { log } = requestStateOf(res)
      log[isQuiet ? 'debug' : 'info']({
        evt: 'http.request',
        method,
        route,
        detail,
        status,
        ms: Math.round(ms),
      })
    })
    next()
  }
}
