import { randomInt, randomUUID } from 'node:crypto'
import { createMember } from '../../src/server/modules/accounts/index.ts'
import type { ChannelDetail } from '../../src/shared/contracts/channels.ts'
import type { ConversationListItem } from '../../src/shared/contracts/conversations.ts'
import type { UserId, WorkspaceId } from '../../src/shared/ids.ts'
import type { Role } from '../../src/shared/permissions.ts'
import type { TestApp } from './app.ts'
import { openBrowser, type Browser } from './client.ts'

const PASSWORD = 'una clave larga y tranquila'

export interface GivenMember {
  browser: Browser
  userId: UserId
  email: string
}

export interface GivenWorkspace {
  id: WorkspaceId
  slug: string
  owner: GivenMember
  /** A further member, signed in. */
  member(role: Role): Promise<GivenMember>
  /** A WhatsApp number, connected through the API. */
  channel(): Promise<GivenChannel>
}

export interface GivenChannel {
  channel: ChannelDetail
  phoneNumberId: string
  /** A person who has never written before. */
  customer(name?: string): GivenCustomer
}

export interface GivenCustomer {
  waId: string
  name: string
  /** Writes a text and waits until it is in the inbox. */
  writes(text: string): Promise<ConversationListItem>
}

const digits = (count: number) => Array.from({ length: count }, () => randomInt(10)).join('')

/** A workspace of this test alone, made as people make one. */
export async function givenWorkspace(app: TestApp, name = 'Nogal & Lino'): Promise<GivenWorkspace> {
  const email = `owner-${randomUUID()}@nogal.example`
  const browser = openBrowser(app.url)
  const me = await browser.api.auth.signUp.mutate({
    name: 'Mariana Ríos',
    email,
    password: PASSWORD,
    workspaceName: `${name} ${digits(6)}`,
    country: 'MX',
    locale: 'es',
  })
  const workspace = me.workspaces[0]
  if (!workspace) throw new Error('sign-up made no workspace')
  const owner = { browser: browser.in(workspace.id), userId: me.user.id, email }
  return {
    id: workspace.id,
    slug: workspace.slug,
    owner,
    member: (role) => givenMember(app, workspace.slug, { role, workspaceId: workspace.id }),
    channel: () => givenChannel(app, owner.browser),
  }
}

async function givenMember(
  app: TestApp,
  slug: string,
  { role, workspaceId }: { role: Role; workspaceId: WorkspaceId },
): Promise<GivenMember> {
  const email = `${role}-${randomUUID()}@nogal.example`
  await createMember(app.process.composed.services, {
    workspaceSlug: slug,
    role,
    person: { email, name: 'Ana Beltrán', password: PASSWORD },
  })
  const browser = openBrowser(app.url)
  const me = await browser.api.auth.signIn.mutate({ email, password: PASSWORD })
  return { browser: browser.in(workspaceId), userId: me.user.id, email }
}

async function givenChannel(app: TestApp, owner: Browser): Promise<GivenChannel> {
  const phoneNumberId = digits(15)
  const wabaId = digits(15)
  const accessToken = `test-token-${randomUUID()}`
  app.fake.control.addNumber({
    phoneNumberId,
    wabaId,
    displayPhoneNumber: `+52 33 0${digits(3)} ${digits(4)}`,
    verifiedName: 'Nogal & Lino',
    accessToken,
  })
  const channel = await owner.api.channels.connect.mutate({
    kind: 'whatsapp_cloud',
    name: 'WhatsApp Ventas',
    credentials: { phoneNumberId, wabaId, accessToken },
  })
  return { channel, phoneNumberId, customer: (name) => givenCustomer(app, owner, { phoneNumberId, name }) }
}

function givenCustomer(
  app: TestApp,
  owner: Browser,
  { phoneNumberId, name = 'Regina Solórzano' }: { phoneNumberId: string; name?: string | undefined },
): GivenCustomer {
  const waId = `5233${digits(8)}`
  return {
    waId,
    name,
    writes: async (text) => {
      app.fake.control.customerWrites({ phoneNumberId, from: { waId, name }, text })
      await app.fake.control.settled()
      const { items } = await owner.api.conversations.list.query({ query: `+${waId}` })
      const [conversation] = items
      if (!conversation) throw new Error('the message did not arrive')
      return conversation
    },
  }
}
