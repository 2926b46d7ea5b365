import type { Account } from '../types.ts'
import { jidOf } from '../world/jids.ts'
import { node } from '../world/nodes.ts'
import type { TypingState } from '../world/typing.ts'
import type { World } from '../world/world.ts'

/** A person types on the phone: linked devices of the other side that are there see it, the rest never do. */
export function typeOnPhone(
  world: World,
  { from, to }: { from: Account; to: Account },
  state: TypingState,
): void {
  const mark =
    state === 'paused'
      ? node('paused')
      : node('composing', { media: state === 'recording' ? 'audio' : undefined })
  for (const device of to.devices) {
    world.tell(device, node('chatstate', { from: jidOf(from, from.addressing) }, [mark]))
  }
}
