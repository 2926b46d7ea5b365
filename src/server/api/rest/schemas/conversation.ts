import { z } from 'zod'
import { CONVERSATION_STATUSES } from '../../../../shared/contracts/conversations.ts'
import { zId } from '../../../../shared/contracts/z.ts'
import { paging, zTime } from './common.ts'
import { page, request, response } from './registry.ts'

const zStatus = z.enum(CONVERSATION_STATUSES)

export const Conversation = response(
  'Conversation',
  z.strictObject({
    id: zId('conversation'),
    number: z.number().int().describe('What people quote; counts from 1 in each workspace.'),
    version: z
      .number()
      .int()
      .describe('Grows with each change; send it with PATCH to change only what you saw.'),
    threadId: zId('thread').describe('All conversations of one contact on one channel share it.'),
    contactId: zId('contact'),
    channelId: zId('channel'),
    status: zStatus,
    assigneeId: zId('user').nullable(),
    unreadCount: z.number().int(),
    lastMessageAt: zTime,
    waitingSince: zTime.nullable().describe('Since when the contact waits for an answer.'),
    replyWindowExpiresAt: zTime
      .nullable()
      .describe('Until when free text may be sent, where the channel has such a rule.'),
    createdAt: zTime,
  }),
)

export const ConversationPage = page('ConversationPage', Conversation)

export const ListConversations = z.strictObject({
  status: zStatus.optional().describe('Absent: all.'),
  contactId: zId('contact').optional(),
  channelId: zId('channel').optional(),
  ...paging(50),
})

export const UpdateConversation = request(
  'UpdateConversation',
  z
    .strictObject({
      version: z
        .number()
        .int()
        .min(1)
        .optional()
        .describe('The version you saw. A newer one refuses the change.'),
      status: z.enum(['open', 'resolved']).optional(),
      assigneeId: zId('user')
        .nullable()
        .optional()
        .describe('A member of the workspace, or null for nobody.'),
    })
    .refine((change) => change.status !== undefined || change.assigneeId !== undefined, {
      error: 'expected status, assigneeId or both',
    })
    .meta({ anyOf: [{ required: ['status'] }, { required: ['assigneeId'] }] }),
)
