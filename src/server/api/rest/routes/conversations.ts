import { z } from 'zod'
import { zId } from '../../../../shared/contracts/z.ts'
import {
  conversationRecord,
  listConversationRecords,
  updateConversation,
} from '../../../modules/conversations/index.ts'
import * as examples from '../examples.ts'
import { jsonBody } from '../json-body.ts'
import { route } from '../route.ts'
import {
  Conversation,
  ConversationPage,
  ListConversations,
  UpdateConversation,
} from '../schemas/conversation.ts'

const common = { tag: 'Conversations' } as const
const params = z.strictObject({ id: zId('conversation') })

export const conversationRoutes = [
  route({
    ...common,
    method: 'GET',
    path: '/conversations',
    operationId: 'listConversations',
    summary: 'List conversations',
    description: 'By their newest message, newest first. To follow what changes, read `/events`.',
    query: ListConversations,
    status: 200,
    response: ConversationPage,
    errors: [],
    example: { response: examples.pageOf(examples.conversation) },
    handle: async ({ db, query }) => {
      const { items, nextCursor } = await listConversationRecords(db, query)
      return { data: items, nextCursor }
    },
  }),
  route({
    ...common,
    method: 'GET',
    path: '/conversations/{id}',
    operationId: 'getConversation',
    summary: 'Read a conversation',
    params,
    status: 200,
    response: Conversation,
    errors: ['NOT_FOUND'],
    example: { response: examples.conversation },
    handle: ({ db, params: { id } }) => conversationRecord(db, id),
  }),
  route({
    ...common,
    method: 'PATCH',
    path: '/conversations/{id}',
    operationId: 'updateConversation',
    summary: 'Assign, resolve or reopen a conversation',
    description:
      'Both changes happen or neither. What is so already stays as it is and raises no version. Only the newest conversation of a thread can be reopened.',
    params,
    body: jsonBody(UpdateConversation),
    status: 200,
    response: Conversation,
    errors: ['NOT_FOUND', 'STALE_VERSION', 'CONFLICT'],
    example: {
      body: examples.updateConversation,
      response: { ...examples.conversation, version: 5, status: 'resolved' },
    },
    handle: async ({ services, db, params: { id }, body }) => {
      await updateConversation(db, { id, ...body, now: services.now() }, null)
      return conversationRecord(db, id)
    },
  }),
]
