import { z } from 'zod'
import { openApiDocument } from '../openapi/document.ts'
import type { PublicRoute, RestRoute } from '../route.ts'
import { channelRoutes } from './channels.ts'
import { contactRoutes } from './contacts.ts'
import { conversationRoutes } from './conversations.ts'
import { eventRoutes } from './events.ts'
import { messageRoutes } from './messages.ts'
import { receiptRoutes } from './receipts.ts'
import { uploadRoutes } from './uploads.ts'

const documentRoute: PublicRoute = {
  isPublic: true,
  tag: 'About',
  method: 'GET',
  path: '/openapi.json',
  operationId: 'getOpenApiDocument',
  summary: 'Read this document',
  description: 'OpenAPI 3.1. Needs no key.',
  status: 200,
  response: z.record(z.string(), z.unknown()),
  errors: [],
  example: { response: { openapi: '3.1.0' } },
  handle: async ({ config }) => openApiDocument(ROUTES, config.publicUrl),
}

/** The whole API. The router and the OpenAPI document are made from nothing else. */
export const ROUTES: readonly RestRoute[] = [
  ...channelRoutes,
  ...contactRoutes,
  ...conversationRoutes,
  ...messageRoutes,
  ...uploadRoutes,
  ...eventRoutes,
  ...receiptRoutes,
  documentRoute,
]
