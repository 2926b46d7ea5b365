import { connectChannel } from '../../src/server/modules/channels/index.ts'
import { compose, type Composed } from '../../src/server/compose.ts'
import { readConfig } from '../../src/server/config.ts'
import { createLogger } from '../../src/server/platform/log/index.ts'
import { workspaceCounters } from '../../src/server/schema/index.ts'
import { newId, type ChannelId, type WorkspaceId } from '../../src/shared/ids.ts'
import type { LoadWorld } from './world.ts'

export interface GivenChannel {
  workspaceId: WorkspaceId
  channelId: ChannelId
  phoneNumberId: string
  wabaId: string
}

/** The product's parts in this process, for set-up through its own use cases. */
export async function withComposed<T>(
  world: LoadWorld,
  work: (composed: Composed) => Promise<T>,
): Promise<T> {
  const composed = compose(readConfig(world.env), createLogger({ level: 'silent' }))
  try {
    return await work(composed)
  } finally {
    await composed.stop()
  }
}

/** Workspaces without people, each with connected numbers. */
export function givenChannels(
  world: LoadWorld,
  counts: { workspaces: number; each: number },
): Promise<GivenChannel[]> {
  return withComposed(world, async (composed) => {
    const made: GivenChannel[] = []
    for (let w = 0; w < counts.workspaces; w++) {
      const workspaceId = newId('workspace')
      await composed.services.workspaceDb(workspaceId).orm.insert(workspaceCounters).values({ workspaceId })
      for (let c = 0; c < counts.each; c++)
        made.push(await connectNumber(world, composed, { workspaceId, digits: `${w}000${c}` }))
    }
    return made
  })
}

/** Connects a number whose ids at the simulated Meta hold these digits, which no other may have. */
export async function connectNumber(
  world: LoadWorld,
  { services }: Composed,
  { workspaceId, digits }: { workspaceId: WorkspaceId; digits: string },
): Promise<GivenChannel> {
  const credentials = {
    phoneNumberId: `7000${digits}11`,
    wabaId: `8000${digits}22`,
    accessToken: `load-token-${digits}`,
  }
  world.fake.control.addNumber({
    ...credentials,
    displayPhoneNumber: `+52 33 ${digits.padStart(8, '0')}`,
    verifiedName: 'Nogal & Lino',
  })
  const { id: channelId } = await connectChannel(services.channels, services.workspaceDb(workspaceId), {
    kind: 'whatsapp_cloud',
    name: `Número ${digits}`,
    credentials,
  })
  const { phoneNumberId, wabaId } = credentials
  return { workspaceId, channelId, phoneNumberId, wabaId }
}
