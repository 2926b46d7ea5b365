import { z } from 'zod'
import { zCountry } from '../../../shared/contracts/accounts.ts'
import { zName } from '../../../shared/contracts/z.ts'
import type { UserId, WorkspaceId } from '../../../shared/ids.ts'
import { addWorkspace } from './add-workspace.ts'
import { SLUG } from './domain/slug.ts'
import { findOrAddUser, Person, preparePerson } from './person.ts'
import type { AccountsServices } from './services.ts'

export const CreateWorkspace = z.strictObject({
  name: zName,
  /** Absent, one is made from the name. */
  slug: z.string().regex(SLUG, { error: 'lower-case letters, digits and inner hyphens only' }).optional(),
  country: zCountry,
  owner: Person,
})
export type CreateWorkspace = z.input<typeof CreateWorkspace>

export interface CreatedWorkspace {
  workspaceId: WorkspaceId
  slug: string
  ownerId: UserId
  /** To be shown once; null where the owner existed or brought a password. */
  generatedPassword: string | null
}

/**
 * The operator's way to a workspace. An owner who has an account already keeps name and password.
 * @throws ZodError; AppError ALREADY_EXISTS on field `slug`.
 */
export async function createWorkspace(
  services: AccountsServices,
  input: CreateWorkspace,
): Promise<CreatedWorkspace> {
  const { name, slug, country, owner } = CreateWorkspace.parse(input)
  const person = await preparePerson(owner)
  return services.systemDb.tx('operator-cli', async (tx) => {
    const { userId: ownerId, generatedPassword } = await findOrAddUser(tx, person)
    const workspace = await addWorkspace(tx, { name, slug, country, ownerId })
    return { workspaceId: workspace.id, slug: workspace.slug, ownerId, generatedPassword }
  })
}
