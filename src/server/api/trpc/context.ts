import type { Request, Response } from 'express'
import { sessionCookie, type Client, type Identity } from '../../modules/accounts/index.ts'
import { requestStateOf, type RequestState } from '../../platform/http/request-state.ts'
import { clientOf, identityOf } from '../http/caller.ts'
import type { AppServices } from '../services.ts'

/** What a tRPC call knows of its request. Several calls of a batch share one. */
export interface RequestContext extends RequestState {
  services: AppServices
  client: Client
  /** Who is signed in; looked up on first use. */
  identity(): Promise<Identity | null>
  /** The workspace that the call names, not yet checked. */
  workspaceHeader: string | undefined
  isBatch: boolean
  /** Hands the browser its session token, or, with null, takes it back. */
  setSession(token: string | null): void
}

export function createContextFactory(services: AppServices) {
  const { publicUrl } = services.config
  return ({ req, res, isBatch }: { req: Request; res: Response; isBatch: boolean }): RequestContext => ({
    ...requestStateOf(res),
    services,
    client: clientOf(services, req),
    identity: () => identityOf(services, req),
    workspaceHeader: req.get('x-crm-workspace'),
    isBatch,
    setSession: (token) => res.setHeader('set-cookie', sessionCookie(token, publicUrl)),
  })
}
