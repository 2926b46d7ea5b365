import { Router } from 'express'
import { noStore } from './security-headers.ts'
import { requestStateOf } from './request-state.ts'

/** Resolves where all is well; its rejection is logged, and only its name is told. */
export type ReadinessCheck = () => Promise<void>

const CHECK_TIMEOUT_MS = 2_000

/**
 * `/healthz`: the process answers; says nothing of what it depends on, so that a lost database does
 * not get every replica restarted. `/readyz`: it can serve.
 */
export function healthRoutes(checks: Record<string, ReadinessCheck>): Router {
  const routes = Router()
  routes.use(['/healthz', '/readyz'], noStore)
  routes.get('/healthz', (_req, res) => void res.json({ status: 'ok' }))
  routes.get('/readyz', async (_req, res) => {
    const names = Object.keys(checks)
    const results = await Promise.allSettled(Object.values(checks).map((check) => withTimeout(check())))
    const failing = names.filter((_name, index) => results[index]?.status === 'rejected')
    for (const result of results)
      if (result.status === 'rejected')
        requestStateOf(res).log.warn({ evt: 'http.not_ready', err: result.reason })
    res
      .status(failing.length > 0 ? 503 : 200)
      .json({ status: failing.length > 0 ? 'failing' : 'ready', failing })
  })
  return routes
}

async function withTimeout(check: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_TIMEOUT_MS} ms`)), CHECK_TIMEOUT_MS)
  })
  try {
    await Promise.race([check, late])
  } finally {
    clearTimeout(timer)
  }
}
