import { createMember, createWorkspace } from '../../modules/accounts/index.ts'
import type { UserId } from '../../../shared/ids.ts'
import { AppError } from '../../platform/errors.ts'
import { PEOPLE, type DemoWorkspace } from '../people.ts'
import type { PersonKey } from '../plan/lines.ts'
import * as history from './history.repo.ts'
import type { SeedServices } from './stage.ts'

/**
 * The workspace with its members, made through the operator's use cases where they lack.
 * @throws AppError ALREADY_EXISTS where the slug belongs to somebody else's workspace.
 */
export async function ensureWorkspace(
  { services }: SeedServices,
  demo: DemoWorkspace,
  password: string,
): Promise<ReadonlyMap<PersonKey, UserId>> {
  const personWith = (key: PersonKey) => ({ email: PEOPLE[key].email, name: PEOPLE[key].name, password })
  const known = await history.workspaceIdOf(services.systemDb, demo.slug)
  if (!known) {
    const { name, slug, country } = demo
    await createWorkspace(services, { name, slug, country, owner: personWith(demo.owner) })
  }
  const missing = await missingMembers(services, demo)
  if (known && missing.includes(demo.owner))
    throw new AppError('ALREADY_EXISTS', `the workspace ${demo.slug} exists and is not the demo's`)
  for (const { who, role } of demo.members.filter((member) => missing.includes(member.who)))
    await createMember(services, { workspaceSlug: demo.slug, role, person: personWith(who) })
  return peopleOf(services, demo)
}

async function missingMembers(services: SeedServices['services'], demo: DemoWorkspace): Promise<PersonKey[]> {
  const present = new Set(await history.memberEmails(services.systemDb, demo.slug))
  return keysOf(demo).filter((key) => !present.has(PEOPLE[key].email))
}

async function peopleOf(
  services: SeedServices['services'],
  demo: DemoWorkspace,
): Promise<ReadonlyMap<PersonKey, UserId>> {
  const keys = keysOf(demo)
  const rows = await history.usersByEmail(
    services.systemDb,
    keys.map((key) => PEOPLE[key].email),
  )
  const people = new Map<PersonKey, UserId>()
  for (const key of keys) {
    const { email, locale } = PEOPLE[key]
    const row = rows.find((candidate) => candidate.email === email)
    if (!row) throw new Error(`${email} vanished`)
    people.set(key, row.id)
    if (locale) await history.setFirstLocale(services.systemDb, row.id, locale)
  }
  return people
}

function keysOf(demo: DemoWorkspace): PersonKey[] {
  return [demo.owner, ...demo.members.map((member) => member.who)]
}
