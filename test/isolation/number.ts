import { randomInt, randomUUID } from 'node:crypto'
import type { ChannelDetail } from '../../src/shared/contracts/channels.ts'
import type { TestApp } from '../harness/app.ts'
import type { Browser } from '../harness/client.ts'

export interface ConnectedNumber {
  channel: ChannelDetail
  phoneNumberId: string
  wabaId: string
  accessToken: string
}

/** Without zeros, so that no number begins with one. */
export const digits = (count: number) => Array.from({ length: count }, () => randomInt(1, 10)).join('')

/** A WhatsApp number, connected by whoever manages the workspace. */
export async function connectNumber(
  app: TestApp,
  owner: Browser,
  {
    name = 'WhatsApp Ventas',
    mark = randomUUID(),
    appSecret,
  }: { name?: string; mark?: string; appSecret?: string } = {},
): Promise<ConnectedNumber> {
  const credentials = { phoneNumberId: digits(15), wabaId: digits(15), accessToken: `token-${mark}` }
  app.fake.control.addNumber({
    ...credentials,
    displayPhoneNumber: `+52 33 0000 ${digits(4)}`,
    verifiedName: `Negocio ${mark}`,
    ...(appSecret && { appSecret }),
  })
  const channel = await owner.api.channels.connect.mutate({
    kind: 'whatsapp_cloud',
    name,
    credentials: { ...credentials, ...(appSecret && { appSecret }) },
  })
  return { ...credentials, channel }
}

/** The body of a webhook with messages as they are, well formed or not. */
export function metaBody(items: { phoneNumberId: string; wabaId: string; message: object }[]): string {
  const entry = items.map(({ phoneNumberId, wabaId, message }) => {
    const metadata = { display_phone_number: '520000000000', phone_number_id: phoneNumberId }
    const value = { messaging_product: 'whatsapp', metadata, contacts: [], messages: [message] }
    return { id: wabaId, changes: [{ field: 'messages', value }] }
  })
  return JSON.stringify({ object: 'whatsapp_business_account', entry })
}

/** A message with an id that nothing can store: it stays behind as a failed receipt. */
export const unstorable = (text: string) => ({
  id: `wamid.${'x'.repeat(300)}`,
  from: `5233${digits(8)}`,
  timestamp: '1760000000',
  type: 'text',
  text: { body: text },
})
