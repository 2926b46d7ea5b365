import type { Actor } from '../../../shared/actor.ts'
import type { CompanyDto, CreateCompany, UpdateCompany } from '../../../shared/contracts/companies.ts'
import { newId, type CompanyId } from '../../../shared/ids.ts'
import { duplicateKeyOf } from '../../platform/db/errors.ts'
import type { WorkspaceDb, WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { companies } from '../../schema/index.ts'
import { checkCustom } from '../fields/index.ts'
import { changesBetween, requireMember } from '../records/index.ts'
import { removeRecordTerms, writeRecordTerms } from '../search/index.ts'
import * as repo from './companies.repo.ts'
import { refuseBadParent } from './company-tree.ts'
import { domainKeyOf } from './domain/domain-key.ts'

/** @throws AppError ALREADY_EXISTS with `companyId` for a known domain, NOT_FOUND, CONFLICT, VALIDATION_FAILED */
export function createCompany(db: WorkspaceDb, input: CreateCompany, actor: Actor): Promise<CompanyDto> {
  const id = newId('company')
  return claimingDomain(db, input.domain, () =>
    db.tx(async (tx) => {
      const facts = await checkFacts(tx, { id, given: input, previous: null })
      const row = { name: input.name, ...facts }
      await tx.orm.insert(companies).values({ workspaceId: tx.workspaceId, id, ...row })
      await writeTerms(tx, { id, ...row })
      tx.emit({ type: 'company.created', data: { companyId: id } })
      const { domainKey: _domainKey, ...after } = row
      tx.audit({ actor, action: 'company.created', entity: 'company', recordId: id, before: null, after })
      return repo.find(tx, id)
    }),
  )
}

/** Changes what is given; a stale version is refused. @throws AppError as above, and STALE_VERSION */
export function updateCompany(db: WorkspaceDb, input: UpdateCompany, actor: Actor): Promise<CompanyDto> {
  return claimingDomain(db, input.domain, () =>
    db.tx(async (tx) => {
      await changeCompany(tx, input, actor)
      return repo.find(tx, input.id)
    }),
  )
}

/** The same within a transaction of the caller's. @returns its row as it was, or null where nothing changed */
export async function changeCompany(
  tx: WorkspaceTx,
  input: UpdateCompany,
  actor: Actor,
): Promise<repo.CompanyRow | null> {
  const row = await repo.findLocked(tx, input.id)
  if (input.version !== undefined && input.version !== row.version)
    throw new AppError('STALE_VERSION', 'the company was changed meanwhile', {
      details: { version: row.version },
    })
  const facts = await checkFacts(tx, { id: row.id, given: input, previous: row })
  const { domainKey, ...shown } = { ...(input.name !== undefined && { name: input.name }), ...facts }
  const changes = changesBetween({ ...row }, shown)
  if (!changes) return null
  await repo.change(tx, row, { ...shown, ...(domainKey !== undefined && { domainKey }) })
  await writeTerms(tx, { ...row, ...shown })
  tx.emit({ type: 'company.updated', data: { companyId: row.id } })
  tx.audit({ actor, action: 'company.updated', entity: 'company', recordId: row.id, ...changes })
  return row
}

/** Hides a company from lists and search, and frees its domain. It opens by its id and can be restored. */
export function deleteCompany(
  db: WorkspaceDb,
  { id, now }: { id: CompanyId; now: Date },
  actor: Actor,
): Promise<{ id: CompanyId; deleted: true }> {
  return db.tx(async (tx) => {
    const row = await repo.findLocked(tx, id)
    if (!row.deletedAt) {
      await repo.change(tx, row, { deletedAt: now, domainKey: null })
      await removeRecordTerms(tx, { entity: 'company', recordId: id })
      tx.emit({ type: 'company.deleted', data: { companyId: id } })
      const [before, after] = [{ deletedAt: null }, { deletedAt: now.toISOString() }]
      tx.audit({ actor, action: 'company.deleted', entity: 'company', recordId: id, before, after })
    }
    return { id, deleted: true as const }
  })
}

/** @throws AppError NOT_FOUND, ALREADY_EXISTS where another company has its domain by now */
export async function restoreCompany(db: WorkspaceDb, id: CompanyId, actor: Actor): Promise<CompanyDto> {
  const { domain } = await repo.find(db, id)
  return claimingDomain(db, domain, () =>
    db.tx(async (tx) => {
      const row = await repo.findLocked(tx, id)
      if (row.deletedAt) {
        const domainKey = row.domain === null ? null : (domainKeyOf(row.domain) ?? null)
        await repo.change(tx, row, { deletedAt: null, domainKey })
        await writeTerms(tx, row)
        tx.emit({ type: 'company.restored', data: { companyId: id } })
        const [before, after] = [{ deletedAt: row.deletedAt.toISOString() }, { deletedAt: null }]
        tx.audit({ actor, action: 'company.restored', entity: 'company', recordId: id, before, after })
      }
      return repo.find(tx, id)
    }),
  )
}

type Facts = Pick<repo.CompanyRow, 'domain' | 'domainKey' | 'parentId' | 'ownerId' | 'custom'>

async function checkFacts(
  tx: WorkspaceTx,
  {
    id,
    given,
    previous,
  }: { id: CompanyId; given: Omit<UpdateCompany, 'id'>; previous: repo.CompanyRow | null },
): Promise<Partial<Facts>> {
  const { domain, parentId, ownerId, custom } = given
  if (ownerId && ownerId !== previous?.ownerId) await requireMember(tx, ownerId)
  if (parentId && parentId !== previous?.parentId) await refuseBadParent(tx, { id, parentId })
  return {
    ...(domain !== undefined && domainColumns(domain, previous)),
    ...(parentId !== undefined && { parentId }),
    ...(ownerId !== undefined && { ownerId }),
    ...((custom !== undefined || previous === null) && {
      custom: await checkCustom(tx, {
        entity: 'company',
        recordId: id,
        values: custom ?? {},
        previous: previous && (previous.custom ?? {}),
      }),
    }),
  }
}

/** A deleted company holds no domain: another one may take it. */
function domainColumns(
  domain: string | null,
  previous: repo.CompanyRow | null,
): Pick<Facts, 'domain' | 'domainKey'> {
  if (!domain) return { domain: null, domainKey: null }
  const domainKey = domainKeyOf(domain)
  if (domainKey) return { domain, domainKey: previous?.deletedAt ? null : domainKey }
  throw new AppError('VALIDATION_FAILED', 'this is no domain', {
    details: { fields: { domain: 'expected a domain, as in nogal.mx' } },
  })
}

/** A company is found by its name and by its domain. */
async function writeTerms(
  tx: WorkspaceTx,
  company: { id: CompanyId; name: string; domain?: string | null },
): Promise<void> {
  const domain = company.domain ? (domainKeyOf(company.domain) ?? '') : ''
  await writeRecordTerms(tx, { entity: 'company', recordId: company.id }, `${company.name} ${domain}`)
}

/** The unique key decides who was first; whoever was second learns which company has the domain. */
async function claimingDomain<T>(
  db: WorkspaceDb,
  domain: string | null | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (duplicateKeyOf(error) !== 'companies_domain') throw error
    const companyId = await repo.holderOfDomain(db, domainKeyOf(domain ?? '') ?? '')
    throw new AppError('ALREADY_EXISTS', 'another company has this domain', {
      details: { companyId: companyId ?? null },
      cause: error,
    })
  }
}
