import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { zEmail, zPassword } from '../../../shared/contracts/accounts.ts'
import { zName } from '../../../shared/contracts/z.ts'
import type { UserId } from '../../../shared/ids.ts'
import { hashPassword, randomToken } from '../../platform/crypto/index.ts'
import type { SystemTx } from '../../platform/db/system-db.ts'
import { users } from '../../schema/index.ts'
import { addUser } from './add-user.ts'

/** Somebody whom the operator adds. Without a password one is made up and returned once. */
export const Person = z.strictObject({ email: zEmail, name: zName, password: zPassword.optional() })
export type Person = z.infer<typeof Person>

interface PreparedPerson extends Person {
  passwordHash: string
  generatedPassword: string | null
}

const GENERATED_LENGTH = 20

/** Hashing takes a good part of a second, so it is done ahead of the transaction. */
export async function preparePerson(person: Person): Promise<PreparedPerson> {
  const generatedPassword = person.password === undefined ? randomToken().slice(0, GENERATED_LENGTH) : null
  const passwordHash = await hashPassword(person.password ?? generatedPassword ?? '')
  return { ...person, passwordHash, generatedPassword }
}

export interface FoundOrAdded {
  userId: UserId
  /** Null where the user existed, and so keeps name and password, or brought a password. */
  generatedPassword: string | null
}

export async function findOrAddUser(tx: SystemTx, person: PreparedPerson): Promise<FoundOrAdded> {
  const [existing] = await tx.select({ id: users.id }).from(users).where(eq(users.email, person.email))
  if (existing) return { userId: existing.id, generatedPassword: null }
  const { email, name, passwordHash, generatedPassword } = person
  return { userId: await addUser(tx, { email, name, passwordHash, locale: null }), generatedPassword }
}
