import { UnreadableItem, type AdapterChannel, type InboundFact } from '../contract/index.ts'
import { channelProblemOf } from '../meta/errors.ts'
import { asObject, clip, objectsOf, textOf, type JsonObject } from '../meta/json.ts'
import { factsOfMessage } from './messages.ts'
import { factsOfStatus } from './statuses.ts'
import { contextOf, readErrors, type ValueContext } from './value.ts'

/**
 * What an item of {@link split} says, in its order.
 * A member that can't be understood (no time, nobody) is an `unreadable` fact beside its neighbours'.
 * @throws UnreadableItem where the item itself can't be read
 */
export function normalise(item: unknown, channel: AdapterChannel): InboundFact[] {
  const changes = asObject(item)?.['changes']
  if (!Array.isArray(changes)) throw new UnreadableItem('the item has no list of changes')
  return changes.flatMap((change) => factsOfChange(change, channel))
}

function factsOfChange(member: unknown, channel: AdapterChannel): InboundFact[] {
  const change = asObject(member)
  const value = asObject(change?.['value'])
  if (!change || !value) throw new UnreadableItem('a change of the item has no value')
  const field = textOf(change['field']) ?? 'unknown'
  const context = contextOf({ field, value, scope: channel.identityScope })
  const messages = factsOfMessages(value, context)
  const facts = [
    ...messages,
    ...members(value, 'statuses').flatMap((status) => readable(() => factsOfStatus(status))),
    ...factsOfHistory(value, context),
    // Beside messages, errors explain what those lack; otherwise they are about the channel.
    ...(messages.length === 0 ? context.errors.map(channelProblemOf) : []),
  ]
  return facts.length > 0 ? facts : [{ kind: 'ignored', what: nameOf(field, value) }]
}

/** Of the number itself, of its phone app, or of files of a history that came in a second webhook. */
function factsOfMessages(value: JsonObject, context: ValueContext): InboundFact[] {
  const list = { context, isHistory: context.field === 'history' }
  return [...members(value, 'messages'), ...members(value, 'message_echoes')].flatMap((message) =>
    readable(() => factsOfMessage(message, list)),
  )
}

/** Months of old messages that a number brings along from its phone app. */
function factsOfHistory(value: JsonObject, context: ValueContext): InboundFact[] {
  return members(value, 'history').flatMap((chunk): InboundFact[] => {
    if (readErrors(chunk['errors']).length > 0) return [{ kind: 'ignored', what: 'history_declined' }]
    return members(chunk, 'threads').flatMap((thread) =>
      members(thread, 'messages').flatMap((message) =>
        readable(() => factsOfMessage(message, { context, isHistory: true, thread: thread['id'] })),
      ),
    )
  })
}

function readable(read: () => InboundFact[]): InboundFact[] {
  try {
    return read()
  } catch (error) {
    if (error instanceof UnreadableItem) return [{ kind: 'unreadable', reason: error.message }]
    throw error
  }
}

/** A list's members; `split` took the broken ones out, so one here is a mistake worth stopping for. */
function members(value: JsonObject, name: string): JsonObject[] {
  const list = value[name]
  if (list === undefined) return []
  if (!Array.isArray(list) || objectsOf(list).length !== list.length) {
    throw new UnreadableItem(`"${name}" is not a list of objects`)
  }
  return list as JsonObject[]
}

/** Meta's own example of a quality update carries the field of a status update: the keys decide. */
function nameOf(field: string, value: JsonObject): string {
  return 'new_quality_score' in value ? 'message_template_quality_update' : clip(field, 64)
}
