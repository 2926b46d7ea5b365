import type { WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import type { StageRow } from '../pipelines/index.ts'
import * as repo from './deals.repo.ts'
import { missingFields } from './domain/gate.ts'

type Judged = Pick<repo.DealRow, 'amount' | 'expectedCloseOn' | 'ownerId' | 'companyId' | 'source' | 'custom'>

/** What the stage asks for and the deal, as it will be, lacks. */
export function missingFor(stage: StageRow, deal: Judged, hasContact: boolean): string[] {
  return missingFields(stage.requiredFields, { ...deal, hasContact, custom: deal.custom ?? {} })
}

/** @throws AppError REQUIRED_FIELDS_MISSING with `details.missing`. */
export function refuseMissing(stage: StageRow, missing: string[]): void {
  if (missing.length === 0) return
  throw new AppError('REQUIRED_FIELDS_MISSING', 'the stage asks for more', {
    details: { missing, stageId: stage.id },
  })
}

/** Reads what only the database knows, where the stage asks for it. */
export async function passGate(
  tx: WorkspaceTx,
  stage: StageRow,
  { row, willHaveContact = false }: { row: repo.DealRow; willHaveContact?: boolean },
): Promise<void> {
  const asks = stage.requiredFields.includes('contact')
  const hasContact = asks && (willHaveContact || (await repo.hasContact(tx, row.id)))
  refuseMissing(stage, missingFor(stage, row, hasContact))
}

export function refuseRemoved(stage: StageRow): void {
  if (stage.archivedAt)
    throw new AppError('CONFLICT', 'the stage was removed', { details: { reason: 'stage_removed' } })
}
