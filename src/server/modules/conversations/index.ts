export {
  assignConversation,
  markConversationUnread,
  reopenConversation,
  resolveConversation,
  updateConversation,
} from './change-conversation.ts'
export {
  conversationRecord,
  listConversationRecords,
  type ConversationRecord,
} from './conversation-records.ts'
export {
  change as changeLocked,
  find as findConversation,
  findLocked,
  stateOf,
  type ConversationRow,
} from './conversations.repo.ts'
export { getConversation } from './get-conversation.ts'
export { countViews, listConversations } from './list-conversations.ts'
export { newestOrStarted } from './start-conversation.ts'
export { saveDraft } from './save-draft.ts'
export { MARK_READ_JOB, markConversationRead, tellProviderRead, type ReadingServices } from './mark-read.ts'
