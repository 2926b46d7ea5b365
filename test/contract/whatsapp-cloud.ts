import { pino } from 'pino'
import type {
  AdapterChannel,
  ChannelAdapter,
  Connection,
  InboundFact,
  MessageFact,
} from '../../src/server/adapters/contract/index.ts'
import { createWhatsAppCloudAdapter } from '../../src/server/adapters/whatsapp-cloud/index.ts'
import { normalise } from '../../src/server/adapters/whatsapp-cloud/normalise.ts'
import { split } from '../../src/server/adapters/whatsapp-cloud/split.ts'
import type { WhatsAppCloudCredentials } from '../../src/shared/contracts/channels.ts'
import { loopbackFetch } from './loopback-fetch.ts'
import { metaFixture } from './meta-fixtures.ts'

/** Channel A of the fixtures; its BSUIDs are unique in portfolio `portfolio-1`. */
export const CHANNEL: AdapterChannel = {
  externalAccountId: '106540352242922',
  externalParentId: '102290129340398',
  identityScope: 'portfolio-1',
}

/** What a whole webhook body says, all its numbers taken together. */
export function factsOfBody(body: unknown): InboundFact[] {
  return split(body).routed.flatMap(({ item }) => normalise(item, CHANNEL))
}

export function factsOfFixture(name: string): InboundFact[] {
  return factsOfBody(metaFixture(name))
}

/** The facts of a webhook with this value, sent to channel A. */
export function factsOfValue(value: object, field = 'messages'): InboundFact[] {
  const metadata = { display_phone_number: '15550783881', phone_number_id: CHANNEL.externalAccountId }
  const change = { field, value: { messaging_product: 'whatsapp', metadata, ...value } }
  return factsOfBody({
    object: 'whatsapp_business_account',
    entry: [{ id: '102290129340398', changes: [change] }],
  })
}

/** A message of a person with phone 16505551234, with these parts beside id, from and timestamp. */
export function inbound(parts: object): object {
  return { from: '16505551234', id: 'wamid.IN', timestamp: '1760000001', ...parts }
}

/** The one message that a message with these parts becomes. */
export function messageOf(parts: object): MessageFact {
  const [fact] = factsOfValue({ messages: [inbound(parts)] })
  if (fact?.kind !== 'message') throw new Error(`expected a message, got ${String(fact?.kind)}`)
  return fact
}

export const CREDENTIALS: WhatsAppCloudCredentials = {
  phoneNumberId: CHANNEL.externalAccountId,
  wabaId: '102290129340398',
  accessToken: 'EAAtoken-of-the-tests',
  appSecret: 'app-secret-of-the-tests',
}

export const CONNECTION: Connection<WhatsAppCloudCredentials> = { ...CHANNEL, credentials: CREDENTIALS }

/** The adapter, talking to a provider on loopback. */
export function cloudAdapterAt(
  graphUrl: string,
  timeoutMs?: number,
): ChannelAdapter<WhatsAppCloudCredentials> {
  return createWhatsAppCloudAdapter({
    graphUrl,
    graphVersion: 'v26.0',
    fetch: loopbackFetch(),
    log: pino({ level: 'silent' }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  })
}
