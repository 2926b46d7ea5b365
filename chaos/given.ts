import { connectChannel } from '../src/server/modules/channels/index.ts'
import { compose } from '../src/server/compose.ts'
import { readConfig } from '../src/server/config.ts'
import { createLogger } from '../src/server/platform/log/index.ts'
import { workspaceCounters } from '../src/server/schema/index.ts'
import { newId, type WorkspaceId } from '../src/shared/ids.ts'
import type { ChaosWorld } from './world.ts'

export interface ChaosChannel {
  workspaceId: WorkspaceId
  phoneNumberId: string
  wabaId: string
}

/** Workspaces with connected numbers, made through the product's own use cases. */
export async function givenChannels(world: ChaosWorld, counts: { workspaces: number; each: number }): Promise<ChaosChannel[]> {
  const composed = compose(readConfig(world.env), createLogger({ level: 'silent' }))
  const made: ChaosChannel[] = []
  for (let w = 0; w < counts.workspaces; w++) {
    const workspaceId = newId('workspace')
    const db = composed.services.workspaceDb(workspaceId)
    await db.orm.insert(workspaceCounters).values({ workspaceId })
    for (let c = 0; c < counts.each; c++) {
      const [phoneNumberId, wabaId] = [`7000${w}000${c}11`, `8000${w}000${c}22`]
      const accessToken = `chaos-token-${w}-${c}`
      world.fake.control.addNumber({
        phoneNumberId,
        wabaId,
        accessToken,
        displayPhoneNumber: `+52 33 0000 0${w}${c}0`,
        verifiedName: 'Nogal & Lino',
      })
      const credentials = { phoneNumberId, wabaId, accessToken }
      await connectChannel(composed.services.channels, db, { kind: 'whatsapp_cloud', name: `Número ${c}`, credentials })
      made.push({ workspaceId, phoneNumberId, wabaId })
    }
  }
  await composed.stop()
  return made
}
