import { unlink } from '../linking/unlink.ts'
import type { World } from '../world/world.ts'
import type { IqAnswer, IqRequest } from './iq.ts'

/** The device logs out: it is unlinked and its socket closed. */
export function answerCompanion(world: World, { device, ask }: IqRequest): IqAnswer {
  if (ask.tag === 'remove-companion-device') unlink(world, device)
  return []
}
