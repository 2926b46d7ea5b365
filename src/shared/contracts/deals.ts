import type { CompanyId, ContactId, DealId, LostReasonId, PipelineId, StageId, UserId } from '../ids.ts'

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
