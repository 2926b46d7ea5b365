import { z } from 'zod'
import type { CompanyId, ContactId, LabelId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { LIFECYCLES, type Lifecycle } from '../records.ts'
import { zDirection, zId, zText } from './z.ts'

/** A filter in its text form: see `filters/text-form.ts`. Ids in it that are unknown find nothing. */
export const zFilterText = zText(4000)

/** What the table is sorted by, `-` before it for the other way round: `name`, `-createdAt`, `custom.city`. */
export const zSort = z
  .string()
  .max(60)
  .regex(/^-?(?:[a-zA-Z]{1,40}|custom\.[a-z0-9_]{1,48})$/)
export type TableOrder = z.infer<typeof zSort>

/** Longer than other cursors: it may hold a name. */
const zTableCursor = z
  .string()
  .max(1200)
  .regex(/^[A-Za-z0-9_-]+$/)

export const TablePage = z.strictObject({
  filter: zFilterText.optional(),
  sort: zSort.default('-createdAt'),
  /** Words of the name, or digits of a phone; the best matches, within the filter. */
  q: zText(LIMITS.searchQuery).optional(),
  cursor: zTableCursor.optional(),
  direction: zDirection,
  limit: z.number().int().min(1).max(100).default(50),
})
export type TablePage = z.infer<typeof TablePage>

export const ContactRowsByIds = z.strictObject({
  ids: z.array(zId('contact')).min(1).max(100),
  /** Only those that meet it. */
  filter: zFilterText.optional(),
})
export const CompanyRowsByIds = z.strictObject({
  ids: z.array(zId('company')).min(1).max(100),
  filter: zFilterText.optional(),
})

/** So many records are changed in one transaction. */
const BATCH = 100

/** The same owner or stage of life for many. What is left out stays. */
export const ChangeContacts = z.strictObject({
  ids: z.array(zId('contact')).min(1).max(BATCH),
  ownerId: zId('user').nullable().optional(),
  lifecycle: z.enum(LIFECYCLES).optional(),
})
export type ChangeContacts = z.infer<typeof ChangeContacts>

export const ChangeCompanies = z.strictObject({
  ids: z.array(zId('company')).min(1).max(BATCH),
  ownerId: zId('user').nullable(),
})
export type ChangeCompanies = z.infer<typeof ChangeCompanies>

export interface BulkChange<Id> {
  /** Of those that changed. The others were so already. */
  before: { id: Id; ownerId: UserId | null; lifecycle?: Lifecycle }[]
}

/** A contact as a row of the table shows it. */
export interface ContactRow {
  id: ContactId
  name: string
  /** The primary ones, E.164 and as written. */
  phone: string | null
  email: string | null
  avatarUrl: string | null
  ownerId: UserId | null
  lifecycle: Lifecycle
  language: string | null
  source: string | null
  labelIds: LabelId[]
  companies: { id: CompanyId; name: string }[]
  lastMessageAt: string | null
  openDealCount: number
  custom: Record<string, unknown>
  version: number
  createdAt: string
  updatedAt: string
}

export interface CompanyRow {
  id: CompanyId
  name: string
  domain: string | null
  ownerId: UserId | null
  contactCount: number
  labelIds: LabelId[]
  openDealCount: number
  custom: Record<string, unknown>
  version: number
  createdAt: string
  updatedAt: string
}

export interface TableAnswer<Row> {
  items: Row[]
  /** May follow a short page: the scan of one call is bounded. */
  nextCursor: string | null
  /** With the first page only. Inexact means "at least": counting is bounded, too. */
  total: { count: number; isExact: boolean } | null
}
