import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { deflate } from 'node:zlib'
import { chatModificationToAppPatch, encodeSyncdPatch, newLTHashState, proto } from 'baileys'
import type { Account, LinkedDevice } from '../types.ts'
import { jidOf, seconds } from '../world/jids.ts'
import type { World } from '../world/world.ts'
import { bootstrapHistory, recentHistory } from './history.ts'
import { newMessageId } from './message-id.ts'
import { sendToDevice } from './to-device.ts'

const deflateAsync = promisify(deflate)
const { Type } = proto.Message.ProtocolMessage

/**
 * What a phone gives a device it just linked, in messages that only the two can read: the key of the
 * account's synchronised settings (among them its name), then its chats. Baileys buffers all events until
 * the first chunk of history came.
 */
export async function greetFromPhone(world: World, device: LinkedDevice): Promise<void> {
  const account = world.accountOf(device)
  const key = await shareableKey(account)
  await sendPeer(world, device, {
    type: Type.APP_STATE_SYNC_KEY_SHARE,
    appStateSyncKeyShare: {
      keys: [{ keyId: { keyId: key.id }, keyData: { keyData: key.data, timestamp: world.now() } }],
    },
  })
  await sendHistory(world, device, bootstrapHistory(account, world.accounts))
  const recent = recentHistory(account, world.accounts)
  if (recent) await sendHistory(world, device, recent)
}

async function sendHistory(world: World, device: LinkedDevice, history: proto.IHistorySync): Promise<void> {
  const payload = await deflateAsync(proto.HistorySync.encode(history).finish())
  await sendPeer(world, device, {
    type: Type.HISTORY_SYNC_NOTIFICATION,
    historySyncNotification: proto.Message.HistorySyncNotification.fromObject({
      syncType: history.syncType,
      chunkOrder: history.chunkOrder,
      progress: history.progress,
      initialHistBootstrapInlinePayload: payload,
    }),
  })
}

/** A message from the account's own phone that no chat shows. */
export function sendPeer(
  world: World,
  device: LinkedDevice,
  protocolMessage: proto.Message.IProtocolMessage,
): Promise<void> {
  const account = world.accountOf(device)
  const attrs = {
    id: newMessageId(),
    from: jidOf(account, 'pn'),
    sender_lid: jidOf(account, 'lid'),
    t: seconds(world.now()),
    type: 'text',
    category: 'peer',
  }
  return sendToDevice(world, account, { device, stanza: { attrs, message: { protocolMessage } } })
}

/** The key exists once per account; with it comes the first setting, the account's name. */
async function shareableKey(account: Account): Promise<{ id: Buffer; data: Buffer }> {
  if (account.appState.key) return account.appState.key
  const key = { id: randomBytes(6), data: randomBytes(32) }
  account.appState.key = key
  const { patch } = await encodeSyncdPatch(
    chatModificationToAppPatch({ pushNameSetting: account.name }, ''),
    key.id.toString('base64'),
    newLTHashState(),
    () => Promise.resolve(proto.Message.AppStateSyncKeyData.create({ keyData: key.data })),
  )
  const bytes = proto.SyncdPatch.encode({ ...patch, version: { version: 1 } }).finish()
  account.appState.collections['critical_block'] = { version: 1, patches: [Buffer.from(bytes)] }
  return key
}
