import { eq } from 'drizzle-orm'
import type { SignIn } from '../../../shared/contracts/accounts.ts'
import type { UserId } from '../../../shared/ids.ts'
import { dummyVerify, hashPassword, needsRehash, verifyPassword } from '../../platform/crypto/index.ts'
import { AppError } from '../../platform/errors.ts'
import { users } from '../../schema/index.ts'
import { countAttempt, forgive, type AttemptSubject } from './attempts.ts'
import type { AccountsServices, Client } from './services.ts'
import { openSession } from './sessions.ts'
import type { SignedIn } from './sign-up.ts'

/**
 * Signs a user in under a new token.
 * @throws AppError INVALID_CREDENTIALS, the same and after the same time whether the e-mail is
 *   unknown, the password wrong or the user disabled; RATE_LIMITED, whatever the password.
 */
export async function signIn(services: AccountsServices, input: SignIn, client: Client): Promise<SignedIn> {
  const subjects: AttemptSubject[] = [
    { kind: 'account', name: input.email },
    { kind: 'address', name: client.ip },
  ]
  await countAttempt(services, subjects)
  const userId = await verifiedUser(services, input)
  if (userId === undefined) {
    services.log.info({ evt: 'auth.sign_in_failed', ip: client.ip })
    throw new AppError('INVALID_CREDENTIALS', 'e-mail or password is wrong')
  }
  await forgive(services, subjects)
  return { userId, token: await openSession(services, userId, client) }
}

async function verifiedUser(
  services: AccountsServices,
  { email, password }: SignIn,
): Promise<UserId | undefined> {
  const orm = services.systemDb('sign-in')
  const [user] = await orm.select().from(users).where(eq(users.email, email))
  if (!user) {
    await dummyVerify(password)
    return undefined
  }
  const isRight = await verifyPassword(password, user.passwordHash)
  if (!isRight || user.disabledAt !== null) return undefined
  if (needsRehash(user.passwordHash))
    await orm
      .update(users)
      .set({ passwordHash: await hashPassword(password) })
      .where(eq(users.id, user.id))
  return user.id
}
