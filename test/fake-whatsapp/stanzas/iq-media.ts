import type { World } from '../world/world.ts'
import { node } from '../world/nodes.ts'
import type { IqAnswer } from './iq.ts'

const HOUR_SECONDS = '3600'

/** Where to upload to. Baileys takes the port along with the host name. */
export function answerMediaConnection(world: World): IqAnswer {
  const { host } = new URL(world.media.url)
  const attrs = { auth: 'sim-auth', ttl: HOUR_SECONDS, auth_ttl: HOUR_SECONDS, max_buckets: '12' }
  return [node('media_conn', attrs, [node('host', { hostname: host, maxContentLengthBytes: '104857600' })])]
}
