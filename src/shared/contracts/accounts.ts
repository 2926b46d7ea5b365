import { z } from 'zod'
import type { UserId, WorkspaceId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { COUNTRIES, LOCALES, type Locale } from '../countries.ts'
import type { Permission, Role } from '../permissions.ts'
import { zName, zText } from './z.ts'

export const zEmail = zText(LIMITS.email).trim().toLowerCase().pipe(z.email())
export const zPassword = zText(LIMITS.passwordMax).min(LIMITS.passwordMin)
export const zLocale = z.enum(LOCALES)
export const zCountry = z.string().refine((code) => COUNTRIES.some((country) => country.code === code), {
  message: 'unknown country',
})

export const SignUp = z.strictObject({
  name: zName,
  email: zEmail,
  password: zPassword,
  workspaceName: zName,
  country: zCountry,
  locale: zLocale,
})
export type SignUp = z.infer<typeof SignUp>

export const SignIn = z.strictObject({
  email: zText(LIMITS.email).trim().toLowerCase(),
  password: zText(LIMITS.passwordMax),
})
export type SignIn = z.infer<typeof SignIn>

export const UpdateMe = z.strictObject({ locale: zLocale })
export type UpdateMe = z.infer<typeof UpdateMe>

export interface WorkspaceSummary {
  id: WorkspaceId
  slug: string
  name: string
  role: Role
}

/** Who is signed in and where they belong. */
export interface Me {
  user: { id: UserId; name: string; email: string; locale: Locale | null }
  workspaces: WorkspaceSummary[]
}

export interface WorkspaceDetail {
  id: WorkspaceId
  slug: string
  name: string
  country: string
  currency: string
  timeZone: string
  phoneCode: string
  locale: Locale
  role: Role
  permissions: Permission[]
  /** The newest event at the time of the answer: live updates go on from here. */
  eventSeq: number
}

export interface Member {
  userId: UserId
  name: string
  email: string
  role: Role
}
