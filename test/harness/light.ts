import { randomInt, randomUUID } from 'node:crypto'
import { connectChannel } from '../../src/server/modules/channels/index.ts'
import type { WorkspaceDb } from '../../src/server/platform/db/workspace-db.ts'
import { workspaceCounters } from '../../src/server/schema/index.ts'
import { newId, type ChannelId, type WorkspaceId } from '../../src/shared/ids.ts'
import type { TestApp } from './app.ts'

export interface LightChannel {
  workspaceId: WorkspaceId
  db: WorkspaceDb
  channelId: ChannelId
  phoneNumberId: string
  wabaId: string
}

const digits = (count: number) => Array.from({ length: count }, () => randomInt(1, 10)).join('')

/** A workspace without people and its WhatsApp number: quick, for tests of what comes in. */
export async function givenLightChannel(app: TestApp): Promise<LightChannel> {
  const { services } = app.process.composed
  const workspaceId = newId('workspace')
  const db = services.workspaceDb(workspaceId)
  await db.orm.insert(workspaceCounters).values({ workspaceId })
  const [phoneNumberId, wabaId, accessToken] = [digits(15), digits(15), `test-token-${randomUUID()}`]
  app.fake.control.addNumber({
    phoneNumberId,
    wabaId,
    displayPhoneNumber: '+52 33 0000 0100',
    verifiedName: 'Nogal & Lino',
    accessToken,
  })
  const channel = await connectChannel(services.channels, db, {
    kind: 'whatsapp_cloud',
    name: 'WhatsApp Ventas',
    credentials: { phoneNumberId, wabaId, accessToken },
  })
  return { workspaceId, db, channelId: channel.id, phoneNumberId, wabaId }
}
