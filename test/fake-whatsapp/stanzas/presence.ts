import type { BinaryNode } from 'baileys'
import type { Connection } from '../transport/connection.ts'
import { childrenOf } from '../world/nodes.ts'
import type { World } from '../world/world.ts'

/** "Typing…" and its end, as the other phone of the chat shows it. */
export function takeChatState(world: World, connection: Connection, stanza: BinaryNode): void {
  const { device } = connection
  const peer = world.accounts.byJid(stanza.attrs['to'] ?? '')
  const state = childrenOf(stanza)[0]
  if (!device || !peer || !state) return
  const isRecording = state.attrs['media'] === 'audio'
  world.typing.record({
    account: device.phone,
    to: peer.phone,
    state: isRecording ? 'recording' : state.tag === 'composing' ? 'composing' : 'paused',
    at: world.now(),
  })
  world.changed()
}
