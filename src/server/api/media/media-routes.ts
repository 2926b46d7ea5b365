import { Router, type RequestHandler } from 'express'
import { isId } from '../../../shared/ids.ts'
import { notFound } from '../../platform/errors.ts'
import { answerNotFound, refuseForgedCalls } from '../../platform/http/index.ts'
import { requireIdentity, requirePermission } from '../http/access.ts'
import { identityOf } from '../http/caller.ts'
import type { AppServices } from '../services.ts'
import { sendFile } from './send-file.ts'
import { readSignedToken } from './signed-url.ts'
import { sendExport, sendFailedRows, sendSignedTransfer, takeImport } from './transfer-routes.ts'
import { receiveUpload } from './upload.ts'

/** Bytes never change under an id, so the browser of one person may keep them. */
const KEEP = 'private, max-age=31536000, immutable'
const KEEP_BRIEFLY = 'private, max-age=300'

interface MediaRoutesInit {
  services: AppServices
  limitCalls: RequestHandler
}

/** `/media`: uploads, files for members, files behind a signed address. GET answers HEAD as well. */
export function mediaRoutes({ services, limitCalls }: MediaRoutesInit): Router {
  const routes = Router()
  const { publicUrl } = services.config
  routes.post('/uploads', drainRefused, refuseForgedCalls({ publicUrl }), limitCalls, takeUpload(services))
  routes.post('/imports', drainRefused, refuseForgedCalls({ publicUrl }), limitCalls, takeImport(services))
  routes.get('/signed/:token', sendSigned(services))
  routes.get('/transfers/:token', sendSignedTransfer(services))
  routes.get('/:workspaceId/exports/:id', sendExport(services))
  routes.get('/:workspaceId/imports/:id/failed', sendFailedRows(services))
  routes.get('/:workspaceId/:attachmentId', sendToMember(services))
  routes.use(answerNotFound)
  return routes
}

function takeUpload(services: AppServices): RequestHandler {
  return async (req, res) => {
    const attachment = await receiveUpload(services, req)
    res.status(201).setHeader('cache-control', 'no-store').json(attachment)
  }
}

function sendSigned(services: AppServices): RequestHandler<{ token: string }> {
  const options = { cacheControl: KEEP_BRIEFLY, isEmbeddable: true }
  return async (req, res) => {
    const key = readSignedToken(services, req.params.token)
    await sendFile(services, { req, res }, { key, options })
  }
}

function sendToMember(services: AppServices): RequestHandler<{ workspaceId: string; attachmentId: string }> {
  const options = { cacheControl: KEEP, isEmbeddable: false }
  return async (req, res) => {
    const { workspaceId, attachmentId } = req.params
    const identity = requireIdentity(await identityOf(services, req))
    const access = { workspaceId, permission: 'conversations.view' } as const
    const membership = await requirePermission(services, identity, access)
    if (!isId('attachment', attachmentId)) throw notFound('file')
    const key = { workspaceId: membership.workspaceId, attachmentId }
    await sendFile(services, { req, res }, { key, options })
  }
}

/** Reads on and throws away what a refused caller still sends: most clients look at the answer only then. */
const drainRefused: RequestHandler = (req, res, next) => {
  res.once('finish', () => req.resume())
  next()
}
