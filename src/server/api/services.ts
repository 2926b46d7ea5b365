import type { Adapters } from '../adapters/contract/index.ts'
import type { Config } from '../config.ts'
import type { AccountsServices } from '../modules/accounts/index.ts'
import type { ChannelServices } from '../modules/channels/index.ts'
import type { ReadingServices } from '../modules/conversations/index.ts'
import type { ReplayServices } from '../modules/inbound/index.ts'
import type { SendServices } from '../modules/messages/index.ts'
import type { Kv } from '../platform/kv/index.ts'
import type { Storage } from '../platform/storage/index.ts'

/** Everything that requests are served with; made once by compose.ts. */
export interface AppServices extends AccountsServices {
  config: Config
  kv: Kv
  storage: Storage
  adapters: Adapters
  channels: ChannelServices
  sending: SendServices
  reading: ReadingServices
  replaying: ReplayServices
}
