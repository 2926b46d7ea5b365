import { randomUUID } from 'node:crypto'
import { addUser } from '../../src/server/modules/accounts/add-user.ts'
import { addWorkspace } from '../../src/server/modules/accounts/add-workspace.ts'
import { sessionCookie } from '../../src/server/modules/accounts/index.ts'
import { openSession } from '../../src/server/modules/accounts/sessions.ts'
import { memberships } from '../../src/server/schema/index.ts'
import type { UserId, WorkspaceId } from '../../src/shared/ids.ts'
import type { Role } from '../../src/shared/permissions.ts'
import type { TestApp } from '../harness/app.ts'
import { openBrowser, type Browser } from '../harness/client.ts'

export interface Person {
  userId: UserId
  email: string
  /** Signed in, and at work in the workspace that they were made for. */
  browser: Browser
}

/** What signing up leaves behind, without the slow hash of a password that nobody types here. */
export async function givenOwner(
  app: TestApp,
  { workspace = 'Nogal & Lino', name = 'Mariana Ríos' }: { workspace?: string; name?: string } = {},
): Promise<Person & { workspaceId: WorkspaceId }> {
  const { systemDb } = app.process.composed.services
  const email = `${randomUUID()}@nogal.example`
  const made = await systemDb.tx('sign-up', async (tx) => {
    const userId = await addUser(tx, { email, name, passwordHash: 'opens nothing', locale: 'es' })
    const { id } = await addWorkspace(tx, { name: workspace, country: 'MX', ownerId: userId })
    return { userId, workspaceId: id }
  })
  return { ...made, email, browser: await signedIn(app, made) }
}

export async function givenMember(
  app: TestApp,
  { workspaceId, role, name = 'Ana Beltrán' }: { workspaceId: WorkspaceId; role: Role; name?: string },
): Promise<Person> {
  const { systemDb } = app.process.composed.services
  const email = `${randomUUID()}@nogal.example`
  const userId = await systemDb.tx('operator-cli', async (tx) => {
    const id = await addUser(tx, { email, name, passwordHash: 'opens nothing', locale: 'es' })
    await tx.insert(memberships).values({ workspaceId, userId: id, role })
    return id
  })
  return { userId, email, browser: await signedIn(app, { userId, workspaceId }) }
}

async function signedIn(
  app: TestApp,
  { userId, workspaceId }: { userId: UserId; workspaceId: WorkspaceId },
): Promise<Browser> {
  const { services } = app.process.composed
  const token = await openSession(services, userId, { ip: '127.0.0.1', userAgent: 'test', token: null })
  const [cookie = ''] = sessionCookie(token, services.config.publicUrl).split(';', 1)
  return openBrowser(app.url, { cookie }, workspaceId)
}
