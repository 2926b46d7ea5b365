import type { IncomingMessage } from 'node:http'
import type { Request } from 'express'
import { authenticate, sessionTokenOf, type Client, type Identity } from '../../modules/accounts/index.ts'
import type { AppServices } from '../services.ts'

const identities = new WeakMap<IncomingMessage, Promise<Identity | null>>()

/** The other end of a request; its address as the configured number of proxies tells it. */
export function clientOf(services: AppServices, req: Request): Client {
  return {
    ip: req.ip ?? '',
    userAgent: req.get('user-agent') ?? '',
    token: sessionTokenOf(req.headers.cookie, services.config.publicUrl),
  }
}

/** Who is signed in, looked up once per request however many calls it carries. */
export function identityOf(services: AppServices, req: Request): Promise<Identity | null> {
  const known = identities.get(req)
  if (known) return known
  const identity = authenticate(services, sessionTokenOf(req.headers.cookie, services.config.publicUrl))
  identities.set(req, identity)
  return identity
}
