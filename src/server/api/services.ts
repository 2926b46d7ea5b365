import type { Adapters } from '../adapters/contract/index.ts'
import type { AccountsConfig, AccountsServices } from '../modules/accounts/index.ts'
import type { ChannelServices } from '../modules/channels/index.ts'
import type { ReadingServices } from '../modules/conversations/index.ts'
import type { ReplayServices } from '../modules/inbound/index.ts'
import type { SendServices } from '../modules/messages/index.ts'
import type { Kv } from '../platform/kv/index.ts'
import type { Storage } from '../platform/storage/index.ts'

export interface RequestConfig extends AccountsConfig {
  /** How many proxies stand in front and may be believed about the caller's address. */
  trustProxyHops: number
  /** Where the bytes of attachments lie. */
  storageDir: string
}

/** Everything that requests are served with; made once by compose.ts. */
export interface AppServices extends AccountsServices {
  config: RequestConfig
  kv: Kv
  storage: Storage
  adapters: Adapters
  channels: ChannelServices
  sending: SendServices
  reading: ReadingServices
  replaying: ReplayServices
}
