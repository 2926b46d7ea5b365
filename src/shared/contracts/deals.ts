import { z } from 'zod'
import type {
  AttachmentId,
  ChannelId,
  CompanyId,
  ContactId,
  ConversationId,
  DealId,
  LabelId,
  LostReasonId,
  PipelineId,
  StageId,
  ThreadId,
  UserId,
} from '../ids.ts'
import { LIMITS } from '../limits.ts'
import type { AttachmentDto } from './messages.ts'
import { zFilterText } from './lists.ts'
import { zCurrency } from './pipelines.ts'
import { zCustom, zVersion } from './records.ts'
import { zCursor, zDirection, zId, zText } from './z.ts'

/** Whole minor units; beyond this a JavaScript number would no longer be exact. */
const zAmount = z.number().int().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER)
const zTitle = zText(160).trim().min(1)
const zRole = zText(40).trim().min(1)

/** What people fill in on a deal; null empties a field. */
const facts = {
  amount: zAmount.nullable(),
  currency: zCurrency,
  companyId: zId('company').nullable(),
  ownerId: zId('user').nullable(),
  expectedCloseOn: z.iso.date().nullable(),
  source: zText(40).trim().min(1).nullable(),
}
const optionalFacts = {
  amount: facts.amount.optional(),
  currency: facts.currency.optional(),
  companyId: facts.companyId.optional(),
  ownerId: facts.ownerId.optional(),
  expectedCloseOn: facts.expectedCloseOn.optional(),
  source: facts.source.optional(),
  /** Values of the workspace's own fields, by key; those not named stay. */
  custom: zCustom.optional(),
}

/** A title or somebody to name it after is enough. */
export const CreateDeal = z.strictObject({
  title: zTitle.optional(),
  /** The primary contact. */
  contactId: zId('contact').optional(),
  /** Further people, with their part in it. */
  contacts: z
    .array(z.strictObject({ contactId: zId('contact'), role: zRole.optional() }))
    .max(20)
    .optional(),
  /** Absent: the pipeline of the stage, of the conversation's channel, else the first. */
  pipelineId: zId('pipeline').optional(),
  /** Absent: the pipeline's first. */
  stageId: zId('stage').optional(),
  ...optionalFacts,
  /** Links its thread, and takes its contact where none is named. */
  conversationId: zId('conversation').optional(),
  threadId: zId('thread').optional(),
})
export type CreateDeal = z.infer<typeof CreateDeal>

export const UpdateDeal = z.strictObject({
  id: zId('deal'),
  version: zVersion,
  title: zTitle.optional(),
  ...optionalFacts,
})
export type UpdateDeal = z.infer<typeof UpdateDeal>

/** What a stage asks for, given together with the move. */
const MoveFacts = z.strictObject({ ...optionalFacts, contactId: zId('contact').optional() })
export type MoveFacts = z.infer<typeof MoveFacts>

export const MoveDeal = z.strictObject({
  id: zId('deal'),
  stageId: zId('stage'),
  /** The card above or below its new place; without either it goes to the top. */
  afterId: zId('deal').optional(),
  beforeId: zId('deal').optional(),
  /** What the mover saw; a newer one is overtaken and told, never refused. */
  version: zVersion.optional(),
  facts: MoveFacts.optional(),
})
export type MoveDeal = z.infer<typeof MoveDeal>

export interface MovedDeal {
  deal: DealState
  /** Somebody else had changed it since the version that the mover saw. */
  overtook: boolean
}

export const DealRef = z.strictObject({ id: zId('deal') })
export const DealByNumber = z.strictObject({ number: z.number().int().min(1) })

export const WinDeal = z.strictObject({
  id: zId('deal'),
  version: zVersion.optional(),
  amount: zAmount.optional(),
})
export type WinDeal = z.infer<typeof WinDeal>

export const LoseDeal = z.strictObject({
  id: zId('deal'),
  version: zVersion.optional(),
  reasonId: zId('lostReason'),
  note: zText(500).trim().optional(),
})
export type LoseDeal = z.infer<typeof LoseDeal>

const zDealIds = z.array(zId('deal'))

/** One change of many deals. */
export const BulkDeals = z.strictObject({
  ids: zDealIds.min(1).max(200),
  change: z.union([
    z.strictObject({ ownerId: zId('user').nullable() }),
    z.strictObject({ stageId: zId('stage') }),
  ]),
})
export type BulkDeals = z.infer<typeof BulkDeals>

export interface BulkResult {
  /** Those that changed, with what they had before: the inverse call undoes it. */
  changed: { id: DealId; ownerId: UserId | null; stageId: StageId }[]
  /** Those that could not: gone, closed, or lacking what the stage asks for. */
  skipped: DealId[]
}

/** Into the bin, or out of it. */
export const ManyDeals = z.strictObject({ ids: zDealIds.min(1).max(200) })
export type ManyDeals = z.infer<typeof ManyDeals>

export interface BinnedDeals {
  /** Those that were not where they are now: the inverse call undoes it. */
  changed: DealId[]
}

export const LinkContact = z.strictObject({
  id: zId('deal'),
  contactId: zId('contact'),
  /** Their part in it, such as `architect`. */
  part: zRole.nullable().optional(),
  isPrimary: z.boolean().optional(),
})
export type LinkContact = z.infer<typeof LinkContact>
export const UnlinkContact = z.strictObject({ id: zId('deal'), contactId: zId('contact') })
export const LinkThread = z.strictObject({ id: zId('deal'), threadId: zId('thread') })
export const LinkConversation = z.strictObject({ id: zId('deal'), conversationId: zId('conversation') })
export const LinkFile = z.strictObject({ id: zId('deal'), attachmentId: zId('attachment') })

const CLOSINGS = ['overdue', 'this_week', 'this_month', 'undated'] as const
export type Closing = (typeof CLOSINGS)[number]

const filters = {
  ownerId: zId('user').optional(),
  labelId: zId('label').optional(),
  /** Only those that nobody touched for longer than their stage allows. */
  isStale: z.boolean().optional(),
  closing: z.enum(CLOSINGS).optional(),
  /** Words of the title or the contact's name, or the deal's number. */
  query: zText(LIMITS.searchQuery).optional(),
  /** Conditions on these and on custom fields, in groups of which all or any must hold. */
  filter: zFilterText.optional(),
}

export const DealBoard = z.strictObject({ pipelineId: zId('pipeline'), ...filters })
export type DealBoard = z.infer<typeof DealBoard>

export const DealColumn = z.strictObject({
  stageId: zId('stage'),
  ...filters,
  cursor: zCursor.optional(),
  direction: zDirection,
  limit: z.number().int().min(1).max(100).default(30),
})
export type DealColumn = z.infer<typeof DealColumn>

const DEAL_SORTS = ['created', 'updated', 'amount', 'close'] as const
export type DealSort = (typeof DEAL_SORTS)[number]

/** What a list of deals is narrowed to, on the screen and in a file. */
export const dealListFilters = {
  pipelineId: zId('pipeline').optional(),
  status: z.enum(['open', 'won', 'lost']).default('open'),
  stageId: zId('stage').optional(),
  ...filters,
  /** Expected to close on these days, both included. */
  closesFrom: z.iso.date().optional(),
  closesTo: z.iso.date().optional(),
}

export const ListDeals = z.strictObject({
  ...dealListFilters,
  sort: z.enum(DEAL_SORTS).default('created'),
  /** The other way round than the order's own; those without a value stay last. */
  isReversed: z.boolean().optional(),
  cursor: zCursor.optional(),
  direction: zDirection,
  limit: z.number().int().min(1).max(100).default(50),
})
export type ListDeals = z.infer<typeof ListDeals>

export const DealsOfContact = z.strictObject({ contactId: zId('contact') })
export const DealsOfCompany = z.strictObject({ companyId: zId('company') })
export const DealsOfConversation = z.strictObject({ conversationId: zId('conversation') })

/** The open deal of each of these chats. */
export const DealsByThreads = z.strictObject({ threadIds: z.array(zId('thread')).min(1).max(100) })
export type DealsByThreads = z.infer<typeof DealsByThreads>

/** The chats of each of these deals. */
export const ChatsOfDeals = z.strictObject({ ids: zDealIds.min(1).max(100) })
export type ChatsOfDeals = z.infer<typeof ChatsOfDeals>

export const DealForecast = z.strictObject({
  pipelineId: zId('pipeline'),
  ownerId: zId('user').optional(),
})
export type DealForecast = z.infer<typeof DealForecast>

export type DealStatus = 'open' | 'won' | 'lost'

/** A deal as a board's card and a list's row show it. Of two, the one with the higher version is true. */
export interface DealState {
  id: DealId
  number: number
  pipelineId: PipelineId
  stageId: StageId
  /** Order within the stage: compared byte by byte, ties by id. */
  position: string
  status: DealStatus
  title: string
  /** Integer, in the currency's minor unit. */
  amount: number | null
  currency: string
  /** The primary contact, else the first one. */
  contactId: ContactId | null
  contactName: string | null
  companyId: CompanyId | null
  companyName: string | null
  ownerId: UserId | null
  /** YYYY-MM-DD */
  expectedCloseOn: string | null
  lostReasonId: LostReasonId | null
  stageSince: string
  touchedAt: string
  nextTaskAt: string | null
  closedAt: string | null
  createdAt: string
  version: number
}

/** A deal with what a card shows beside its state. */
export interface DealCard extends DealState {
  labels: LabelId[]
  /** Values of the workspace's own fields, by key. */
  custom: Record<string, unknown>
}

/** Exact decimal digits: a sum of many amounts may pass what a number holds. */
export interface MoneySum {
  currency: string
  count: number
  amount: string
}

export interface BoardColumn {
  stageId: StageId
  items: DealCard[]
  nextCursor: string | null
  sums: MoneySum[]
}

export interface Board {
  columns: BoardColumn[]
  /** True where a filter matches more than is summed: the sums are then a lower bound. */
  isCapped: boolean
}

/** The open deal of a chat or of its contact that was worked on last. */
export interface ThreadDeal {
  threadId: ThreadId
  contactId: ContactId
  deal: DealCard
  /** Open deals in all. */
  count: number
}

/** What a deal's card tells of its chats. */
export interface DealChat {
  dealId: DealId
  /** The conversation with the newest message. */
  conversationNumber: number
  unreadCount: number
}

/** Deals of one owner, stage and currency that close in one month. */
export interface ForecastSum extends MoneySum {
  /** `YYYY-MM`; `overdue` before the present one; null for deals without a day. */
  month: string | null
  ownerId: UserId | null
  /** Null for won ones. */
  stageId: StageId | null
}

export interface Forecast {
  /** The present month of the workspace and the five after it. */
  months: string[]
  /** Open deals, by the month they are expected in; later months are left out. */
  open: ForecastSum[]
  /** Won deals, by the month they were won in. */
  won: ForecastSum[]
}

export interface DealContact {
  contactId: ContactId
  name: string
  role: string | null
  isPrimary: boolean
}

/** A chat that belongs to the deal, with the conversation to open. */
export interface DealThread {
  threadId: ThreadId
  channelId: ChannelId
  contactName: string
  conversationId: ConversationId | null
  conversationNumber: number | null
}

/** A stay in a stage; `leftAt` is null for the present one. */
export interface DealMove {
  stageId: StageId
  status: DealStatus
  enteredAt: string
  leftAt: string | null
  by: UserId | null
}

export interface DealDetail extends DealCard {
  source: string | null
  lostNote: string | null
  custom: Record<string, unknown>
  updatedAt: string
  deletedAt: string | null
  contacts: DealContact[]
  threads: DealThread[]
  files: (AttachmentDto & { id: AttachmentId })[]
  moves: DealMove[]
}
