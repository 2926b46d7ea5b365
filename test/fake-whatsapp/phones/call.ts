import { randomBytes } from 'node:crypto'
import type { BinaryNode } from 'baileys'
import type { Account } from '../types.ts'
import { deliver } from '../world/device-queue.ts'
import { jidOf, seconds } from '../world/jids.ts'
import { node } from '../world/nodes.ts'
import type { World } from '../world/world.ts'

export interface PhoneCall {
  /** Nobody answers (default); it rings; or the call of `callId`, which rang, ends. */
  outcome?: 'missed' | 'ringing' | 'ended'
  isVideo?: boolean
  /** Default: a new one. */
  callId?: string
}

/** A person calls an account; its linked devices are told that it rings, and how it ended. */
export function callFromPhone(
  world: World,
  { from, to }: { from: Account; to: Account },
  { outcome = 'missed', isVideo = false, callId = randomBytes(16).toString('hex').toUpperCase() }: PhoneCall,
): { callId: string } {
  const caller = jidOf(from, from.addressing)
  const attrs = { 'call-id': callId, 'call-creator': caller, caller_pn: jidOf(from, 'pn') }
  const tell = (what: BinaryNode) => {
    for (const device of to.devices) {
      const call = { from: caller, id: world.stanzaId(), t: seconds(world.now()), notify: from.name }
      deliver(world, device, { stanza: node('call', call, [what]) })
    }
  }
  if (outcome !== 'ended')
    tell(node('offer', attrs, isVideo ? [node('audio'), node('video')] : [node('audio')]))
  if (outcome === 'missed') tell(node('terminate', { ...attrs, reason: 'timeout' }))
  if (outcome === 'ended') tell(node('terminate', attrs))
  return { callId }
}
