import type { Locale } from '../../../shared/countries.ts'
import { newId, type UserId } from '../../../shared/ids.ts'
import { duplicateKeyOf } from '../../platform/db/errors.ts'
import type { SystemTx } from '../../platform/db/system-db.ts'
import { AppError } from '../../platform/errors.ts'
import { users } from '../../schema/index.ts'

interface NewUser {
  email: string
  name: string
  passwordHash: string
  locale: Locale | null
}

/** @throws AppError ALREADY_EXISTS on field `email` where the address is taken. */
export async function addUser(tx: SystemTx, user: NewUser): Promise<UserId> {
  const id = newId('user')
  try {
    await tx.insert(users).values({ id, ...user })
  } catch (error) {
    if (duplicateKeyOf(error) !== 'users_email') throw error
    throw new AppError('ALREADY_EXISTS', 'a user with this e-mail exists', {
      details: { fields: { email: 'taken' } },
      cause: error,
    })
  }
  return id
}
