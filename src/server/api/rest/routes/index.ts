import { z } from 'zod'
import { openApiDocument } from '../openapi/document.ts'
import type { PublicRoute, RestRoute } from '../route.ts'
import { channelRoutes } from './channels.ts'
import { companyRoutes } from './companies.ts'
import { contactRoutes } from './contacts.ts'
import { conversationRoutes } from './conversations.ts'
import { dealRoutes } from './deals.ts'
import { eventRoutes } from './events.ts'
import { exportRoutes } from './exports.ts'
import { importRoutes } from './imports.ts'
import { fieldRoutes } from './fields.ts'
import { labelRoutes } from './labels.ts'
import { duplicateRoutes, mergeRoutes } from './merges.ts'
import { messageRoutes } from './messages.ts'
import { noteRoutes } from './notes.ts'
import { pipelineRoutes } from './pipelines.ts'
import { receiptRoutes } from './receipts.ts'
import { taskRoutes } from './tasks.ts'
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
  ...duplicateRoutes,
  ...contactRoutes,
  ...companyRoutes,
  ...importRoutes,
  ...exportRoutes,
  ...fieldRoutes,
  ...pipelineRoutes,
  ...dealRoutes,
  ...conversationRoutes,
  ...messageRoutes,
  ...uploadRoutes,
  ...eventRoutes,
  ...receiptRoutes,
  ...taskRoutes,
  ...noteRoutes,
  ...labelRoutes,
  ...mergeRoutes,
  documentRoute,
]
