import type { InboundFact, StatusFact } from '../contract/index.ts'
import { channelProblemOf, concernsChannel, messageErrorOf, type MetaError } from '../meta/errors.ts'
import { clip, textOf, type JsonObject } from '../meta/json.ts'
import { readErrors, requireKey, requireTime } from './value.ts'

const KNOWN: ReadonlySet<string> = new Set([
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
] satisfies StatusFact['status'][])

/** Meta has been seen to leave the errors of a failed message out. */
const NO_REASON: MetaError = { code: 131000, title: 'Unknown error', isTransient: false }

/**
 * What became of a message of ours. Its price is not kept. A failure for a reason that stops the whole
 * channel (payment, a lock) is told as the channel's problem too, since nobody asked for it.
 * @throws UnreadableItem without an id or a time
 */
export function factsOfStatus(entry: JsonObject): InboundFact[] {
  const externalKey = requireKey(entry, 'status')
  const status = textOf(entry['status']) ?? 'unknown'
  if (!isKnown(status)) return [{ kind: 'ignored', what: `status_${clip(status, 40)}` }]
  const opaque = textOf(entry['biz_opaque_callback_data'])
  const fact: StatusFact = {
    kind: 'status',
    externalKey,
    status,
    at: requireTime(entry, `status of ${externalKey}`),
    ...(opaque !== undefined && { opaque }),
  }
  if (status !== 'failed') return [fact]
  const error = readErrors(entry['errors'])[0] ?? NO_REASON
  const failed = { ...fact, error: messageErrorOf(error) }
  return concernsChannel(error) ? [failed, channelProblemOf(error)] : [failed]
}

function isKnown(status: string): status is StatusFact['status'] {
  return KNOWN.has(status)
}
