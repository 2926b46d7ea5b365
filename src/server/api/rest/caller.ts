import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import { authenticateApiKey, type ApiKeyIdentity } from '../../modules/accounts/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { AppServices } from '../services.ts'

const callers = new WeakMap<IncomingMessage, ApiKeyIdentity>()

/** @throws AppError UNAUTHENTICATED, alike for a missing, a malformed, an unknown and a revoked key. */
export function requireApiKey(services: AppServices): RequestHandler {
  return async (req, res, next) => {
    const [, key = ''] = /^Bearer +(\S+) *$/i.exec(req.get('authorization') ?? '') ?? []
    const caller = await authenticateApiKey(services, key)
    if (!caller) {
      res.setHeader('www-authenticate', 'Bearer realm="api"')
      throw new AppError('UNAUTHENTICATED', 'send an API key of your workspace: Authorization: Bearer <key>')
    }
    callers.set(req, caller)
    next()
  }
}

/** Who calls; known behind requireApiKey. */
export function callerOf(req: IncomingMessage): ApiKeyIdentity {
  const caller = callers.get(req)
  if (!caller) throw new Error('requireApiKey is not mounted ahead of this handler')
  return caller
}
