import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { UserId, WorkspaceId } from '../../../shared/ids.ts'
import { ROLES } from '../../../shared/permissions.ts'
import { duplicateKeyOf } from '../../platform/db/errors.ts'
import type { SystemTx } from '../../platform/db/system-db.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { memberships, workspaces } from '../../schema/index.ts'
import { findOrAddUser, Person, preparePerson, type FoundOrAdded } from './person.ts'
import type { AccountsServices } from './services.ts'

export const CreateMember = z.strictObject({
  workspaceSlug: z.string().max(63),
  role: z.enum(ROLES),
  person: Person,
})
export type CreateMember = z.input<typeof CreateMember>

export interface CreatedMember extends FoundOrAdded {
  workspaceId: WorkspaceId
}

/**
 * Adds a person to a workspace. A user who exists already keeps name and password.
 * @throws ZodError; AppError NOT_FOUND for the workspace; ALREADY_EXISTS where they are a member.
 */
export async function createMember(services: AccountsServices, input: CreateMember): Promise<CreatedMember> {
  const { workspaceSlug, role, person } = CreateMember.parse(input)
  const prepared = await preparePerson(person)
  return services.systemDb.tx('operator-cli', async (tx) => {
    const workspaceId = await workspaceBySlug(tx, workspaceSlug)
    const user = await findOrAddUser(tx, prepared)
    await addMembership(tx, { workspaceId, userId: user.userId, role })
    return { workspaceId, ...user }
  })
}

async function workspaceBySlug(tx: SystemTx, slug: string): Promise<WorkspaceId> {
  const [row] = await tx.select({ id: workspaces.id }).from(workspaces).where(eq(workspaces.slug, slug))
  if (!row) throw notFound('workspace')
  return row.id
}

async function addMembership(
  tx: SystemTx,
  row: { workspaceId: WorkspaceId; userId: UserId; role: CreateMember['role'] },
): Promise<void> {
  try {
    await tx.insert(memberships).values(row)
  } catch (error) {
    if (duplicateKeyOf(error) === undefined) throw error
    throw new AppError('ALREADY_EXISTS', 'this user is a member already', {
      details: { fields: { email: 'taken' } },
      cause: error,
    })
  }
}
