import { randomBytes } from 'node:crypto'
import { aesEncryptGCM, hkdf, proto, type BinaryNode } from 'baileys'
import type { LinkedDevice, ThreadMessage } from '../types.ts'
import { deliver } from '../world/device-queue.ts'
import { jidOf, seconds } from '../world/jids.ts'
import { attr, childOf, node } from '../world/nodes.ts'
import type { World } from '../world/world.ts'

const NOT_FOUND = '2'

/**
 * A linked device found a file gone from the media host and asks its own phone for it (a receipt of type
 * `server-error`). The phone uploads it again and says where, readable only for whoever has the media key.
 */
export function uploadAgain(world: World, device: LinkedDevice, receipt: BinaryNode): void {
  const id = attr(receipt, 'id')
  const rmr = childOf(receipt, 'rmr')
  const message = findMessage(world, device, { id, chat: rmr?.attrs['jid'] ?? '' })
  const directPath = message?.media && world.media.restore(message.media.directPath)
  if (message?.media && directPath !== undefined) message.media.directPath = directPath
  const attrs = {
    id,
    from: jidOf(world.accountOf(device), 'pn'),
    type: 'mediaretry',
    t: seconds(world.now()),
  }
  const outcome =
    message?.media && directPath !== undefined
      ? sealed(id, { mediaKey: message.media.mediaKey, directPath })
      : node('error', { code: NOT_FOUND })
  deliver(world, device, { stanza: node('notification', attrs, [outcome, node('rmr', rmr?.attrs)]) })
}

function findMessage(
  world: World,
  device: LinkedDevice,
  { id, chat }: { id: string; chat: string },
): ThreadMessage | undefined {
  const peer = world.accounts.byJid(chat)
  return peer && world.threads.find(device.phone, peer.phone, id)
}

function sealed(id: string, file: { mediaKey: string; directPath: string }): BinaryNode {
  const key = hkdf(Buffer.from(file.mediaKey, 'base64'), 32, { info: 'WhatsApp Media Retry Notification' })
  const iv = randomBytes(12)
  const notification = proto.MediaRetryNotification.encode({
    stanzaId: id,
    directPath: file.directPath,
    result: proto.MediaRetryNotification.ResultType.SUCCESS,
  }).finish()
  const ciphertext = aesEncryptGCM(notification, Buffer.from(key), iv, Buffer.from(id))
  return node('encrypt', {}, [node('enc_p', {}, ciphertext), node('enc_iv', {}, iv)])
}
