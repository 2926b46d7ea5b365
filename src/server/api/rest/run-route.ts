import { createHash, randomUUID } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { answerOnce, type Answer } from '../../platform/idempotency/index.ts'
import type { AppServices } from '../services.ts'
import { callerOf } from './caller.ts'
import { takesIdempotencyKey, type KeyedRoute, type PublicRoute, type ReadBody } from './route.ts'
import { readQuery, validate } from './validate.ts'

export function runPublicRoute(services: AppServices, route: PublicRoute): RequestHandler {
  return async (req, res) => {
    validate(undefined, readQuery(req), 'query')
    res.status(route.status).json(await route.handle(services))
  }
}

/** Everything that a call names is checked before anything of the route runs. */
export function runRoute(services: AppServices, route: KeyedRoute): RequestHandler {
  return async (req, res) => {
    const { workspaceId, apiKeyId } = callerOf(req)
    const db = services.workspaceDb(workspaceId)
    const actor = { kind: 'api_key' as const, apiKeyId }
    const params = validate(route.params, req.params, 'path')
    const query = validate(route.query, readQuery(req), 'query')
    const key = takesIdempotencyKey(route) ? idempotencyKeyOf(req) : undefined
    const body = await (route.body?.read(req, { services, db }) ?? NO_BODY)
    const keyHash = key === undefined ? undefined : hashOf(req, key)
    const clientToken = keyHash ? `idem-${keyHash.toString('base64url')}` : randomUUID()
    const work = async (): Promise<Answer> => ({
      status: route.status,
      body: await route.handle({ services, db, params, query, body: body.value, actor, clientToken }),
    })
    const answer = await answered(services, db, { keyHash, body, work })
    if (answer.isReplay) res.setHeader('idempotent-replay', 'true')
    res.status(answer.status).json(answer.body)
  }
}

const NO_BODY: ReadBody<unknown> = { value: undefined, hash: createHash('sha256').digest() }

interface Pending {
  keyHash: Buffer | undefined
  body: ReadBody<unknown>
  work: () => Promise<Answer>
}

/** Runs the work, once if the call has a key; what reading the body left behind goes unless it was used. */
async function answered(services: AppServices, db: WorkspaceDb, { keyHash, body, work }: Pending) {
  try {
    if (!keyHash) return { ...(await work()), isReplay: false }
    const call = { keyHash, requestHash: body.hash }
    const once = { keyring: services.channels.keyring, log: services.log }
    const answer = await answerOnce(once, db, { call, work })
    if (answer.isReplay) await body.discard?.()
    return answer
  } catch (error) {
    await body.discard?.()
    throw error
  }
}

const PRINTABLE = /^[\x20-\x7e]{1,200}$/

function idempotencyKeyOf(req: Request): string | undefined {
  const key = req.get('idempotency-key')
  if (key === undefined || PRINTABLE.test(key)) return key
  throw new AppError('VALIDATION_FAILED', 'Idempotency-Key holds 1 to 200 printable ASCII characters', {
    details: { fields: { 'Idempotency-Key': 'expected 1 to 200 printable ASCII characters' } },
  })
}

/** A key counts for one API key and one address: another caller's equal key is another key. */
function hashOf(req: Request, key: string): Buffer {
  const parts = [callerOf(req).apiKeyId, req.method, req.path, key]
  return createHash('sha256').update(parts.join('\n')).digest()
}
