import { proto } from 'baileys'
import type { ThreadMessage } from '../types.ts'
import type { World } from '../world/world.ts'
import type { MessageFacts } from './read-message.ts'

export interface Noted {
  id: string
  from: string
  to: string
  at: number
  chatJid: string
  device?: number
  message: proto.IMessage
}

/** Shows a message in the chat: a new bubble, or a change of one. */
export function noteInThread(world: World, noted: Noted, facts: MessageFacts): void {
  const { reaction, edit, revoke, ...shown } = facts
  if (reaction) react(world, noted, reaction)
  else if (edit) change(world, noted, { id: edit.id, by: { text: edit.text, isEdited: true } })
  else if (revoke !== undefined) change(world, noted, { id: revoke, by: { isRevoked: true } })
  else if (facts.kind !== 'protocol') {
    const { message, ...envelope } = noted
    const bytes = Buffer.from(proto.Message.encode(message).finish())
    world.threads.add({ ...envelope, ...shown, bytes, reactions: {}, status: 'sent' })
  }
  world.changed()
}

function react(world: World, { from, to }: Noted, { to: id, emoji }: { to: string; emoji: string }): void {
  const target = world.threads.find(from, to, id)
  if (!target) return
  if (emoji === '') delete target.reactions[from]
  else target.reactions[from] = emoji
}

function change(
  world: World,
  { from, to }: Noted,
  { id, by }: { id: string; by: Partial<ThreadMessage> },
): void {
  const target = world.threads.find(from, to, id)
  if (target) Object.assign(target, by)
}
