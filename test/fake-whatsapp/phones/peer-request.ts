import { proto } from 'baileys'
import type { Account, LinkedDevice } from '../types.ts'
import { jidOf, seconds } from '../world/jids.ts'
import type { World } from '../world/world.ts'
import { sendPeer } from './greeting.ts'

const { Type } = proto.Message.ProtocolMessage
const { PeerDataOperationRequestType } = proto.Message

/**
 * A linked device asks its own phone for messages it could not decrypt ("placeholder resend"); the phone
 * answers with those it has. Other requests stay unanswered, as they do when a phone is busy.
 */
export async function answerPeerRequest(
  world: World,
  { account, device, stanzaId }: { account: Account; device: LinkedDevice; stanzaId: string },
  request: proto.Message.IPeerDataOperationRequestMessage,
): Promise<void> {
  const found = (request.placeholderMessageResendRequest ?? []).flatMap(({ messageKey }) =>
    messageKey ? findMessage(world, account, messageKey) : [],
  )
  if (found.length === 0) return
  await sendPeer(world, device, {
    type: Type.PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE,
    peerDataOperationRequestResponseMessage: {
      peerDataOperationRequestType: PeerDataOperationRequestType.PLACEHOLDER_MESSAGE_RESEND,
      stanzaId,
      peerDataOperationResult: found.map((message) => ({
        placeholderMessageResendResponse: {
          webMessageInfoBytes: proto.WebMessageInfo.encode(message).finish(),
        },
      })),
    },
  })
}

function findMessage(world: World, account: Account, key: proto.IMessageKey): proto.IWebMessageInfo[] {
  const peer = world.accounts.byJid(key.remoteJid ?? '')
  const message = peer && world.threads.find(account.phone, peer.phone, key.id ?? '')
  if (!peer || !message) return []
  return [
    {
      key: { ...key, remoteJid: key.remoteJid ?? jidOf(peer, 'lid') },
      message: proto.Message.decode(message.bytes),
      messageTimestamp: Number(seconds(message.at)),
    },
  ]
}
