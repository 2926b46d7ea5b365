import type { SignUp } from '../../../shared/contracts/accounts.ts'
import type { UserId } from '../../../shared/ids.ts'
import { hashPassword } from '../../platform/crypto/index.ts'
import { addUser } from './add-user.ts'
import { addWorkspace } from './add-workspace.ts'
import { countAttempt, forgive, type AttemptSubject } from './attempts.ts'
import type { AccountsServices, Client } from './services.ts'
import { openSession } from './sessions.ts'

/** What sign-in and sign-up end in: the token for the cookie, and whose it is. */
export interface SignedIn {
  userId: UserId
  token: string
}

/**
 * Makes a user with a workspace of their own and signs them in.
 * @throws AppError ALREADY_EXISTS on field `email`; RATE_LIMITED for an address that keeps asking
 *   for taken e-mails, since the answer tells who has an account.
 */
export async function signUp(services: AccountsServices, input: SignUp, client: Client): Promise<SignedIn> {
  const address: AttemptSubject[] = [{ kind: 'address', name: client.ip }]
  await countAttempt(services, address)
  const passwordHash = await hashPassword(input.password)
  const userId = await services.systemDb.tx('sign-up', async (tx) => {
    const ownerId = await addUser(tx, { ...personOf(input), passwordHash })
    await addWorkspace(tx, { name: input.workspaceName, country: input.country, ownerId })
    return ownerId
  })
  await forgive(services, address)
  return { userId, token: await openSession(services, userId, client) }
}

const personOf = ({ email, name, locale }: SignUp) => ({ email, name, locale })
