import { eq, like, or } from 'drizzle-orm'
import { countryOf, type Country } from '../../../shared/countries.ts'
import { newId, type UserId, type WorkspaceId } from '../../../shared/ids.ts'
import { duplicateKeyOf } from '../../platform/db/errors.ts'
import type { SystemTx } from '../../platform/db/system-db.ts'
import { AppError } from '../../platform/errors.ts'
import { memberships, workspaceCounters, workspaces } from '../../schema/index.ts'
import { startPipelines } from '../pipelines/index.ts'
import { slugOf } from './domain/slug.ts'

const RACES = 5

interface NewWorkspace {
  name: string
  country: string
  /** Asked for by name; absent, one is made from the workspace's name. */
  slug?: string
  ownerId: UserId
}

export interface AddedWorkspace {
  id: WorkspaceId
  slug: string
}

/**
 * Writes a workspace with its owner, its counters and its first pipeline, within a transaction of the caller.
 * @throws AppError ALREADY_EXISTS on field `slug` where the slug asked for is taken.
 */
export async function addWorkspace(tx: SystemTx, input: NewWorkspace): Promise<AddedWorkspace> {
  const row = { id: newId('workspace'), name: input.name, country: countryFor(input.country) }
  const slug = input.slug ?? slugOf(input.name)
  const added = input.slug
    ? await tryInsert(tx, { ...row, slug })
    : await insertUnderFreeSlug(tx, { ...row, slug })
  if (!added) {
    throw new AppError('ALREADY_EXISTS', 'a workspace with this slug exists', {
      details: { fields: { slug: 'taken' } },
    })
  }
  await tx.insert(workspaceCounters).values({ workspaceId: added.id })
  await tx.insert(memberships).values({ workspaceId: added.id, userId: input.ownerId, role: 'owner' })
  await startPipelines({ workspaceId: added.id, orm: tx }, row.country)
  return added
}

function countryFor(code: string): Country {
  const country = countryOf(code)
  if (country) return country
  throw new AppError('VALIDATION_FAILED', 'unknown country', { details: { fields: { country: 'unknown' } } })
}

interface WorkspaceRow extends AddedWorkspace {
  name: string
  country: Country
}

/** `acme`, else `acme-2`, `acme-3`, …; looks again where another sign-up took the free one meanwhile. */
async function insertUnderFreeSlug(tx: SystemTx, row: WorkspaceRow): Promise<AddedWorkspace | undefined> {
  for (let attempt = 1; attempt <= RACES; attempt++) {
    const added = await tryInsert(tx, { ...row, slug: await freeSlug(tx, row.slug) })
    if (added) return added
  }
  return undefined
}

async function freeSlug(tx: SystemTx, wanted: string): Promise<string> {
  const rows = await tx
    .select({ slug: workspaces.slug })
    .from(workspaces)
    .where(or(eq(workspaces.slug, wanted), like(workspaces.slug, `${wanted}-%`)))
  const taken = new Set(rows.map((row) => row.slug))
  let slug = wanted
  for (let n = 2; taken.has(slug); n++) slug = `${wanted}-${n}`
  return slug
}

/** @returns undefined where the slug is taken; the transaction goes on. */
async function tryInsert(tx: SystemTx, row: WorkspaceRow): Promise<AddedWorkspace | undefined> {
  const { code, ...settings } = row.country
  try {
    await tx
      .insert(workspaces)
      .values({ id: row.id, slug: row.slug, name: row.name, country: code, ...settings })
    return { id: row.id, slug: row.slug }
  } catch (error) {
    if (duplicateKeyOf(error) === 'workspaces_slug') return undefined
    throw error
  }
}
