import { newId } from '../../../shared/ids.ts'
import type { MessageError, MessagePayload } from '../../../shared/contracts/messages.ts'
import { after } from '../plan/calendar.ts'
import type { SentLine } from '../plan/lines.ts'
import type { Step } from '../plan/steps.ts'
import { storeOwnFile } from './demo-files.ts'
import { writeSent, type PastMessage } from './history.repo.ts'
import { accept } from './receive.ts'
import { channelOf, clientTokenOf, personOf, wamidOf, type Place, type Stage } from './stage.ts'
import { itemOfFailure } from './webhook-item.ts'

const NEVER_ANSWERED: MessageError = {
  code: 'unknown_outcome',
  title: 'The provider never answered; the message may or may not have arrived',
  advice: 'decide_unknown',
}

/** Writes what the team answered; a failure is reported by Meta, since it has more effects than its status. */
export async function send(stage: Stage, place: Place, step: Extract<Step, { kind: 'sent' }>): Promise<void> {
  const { story, lines } = step
  const past: PastMessage[] = []
  for (const line of lines) past.push(await messageOf(stage, line))
  await writeSent(stage.db, place, past)
  const around = { slug: stage.slug, channel: channelOf(stage, story.channel), contact: story.contact }
  for (const line of lines) {
    if (typeof line.outcome !== 'object') continue
    const item = itemOfFailure(around, line, line.outcome.failed)
    await accept(stage, story, { item, name: `failure|${line.key}`, at: line.at })
  }
}

async function messageOf(stage: Stage, line: SentLine): Promise<PastMessage> {
  const { speech, outcome } = line
  const isUnknown = outcome === 'unknown'
  return {
    id: newId('message'),
    externalKey: isUnknown ? null : wamidOf(stage.slug, line.key),
    clientToken: clientTokenOf(stage.slug, line.key),
    authorId: line.by === 'api' ? null : personOf(stage, line.by),
    type: speech.type,
    text: speech.text ?? null,
    payload: payloadOf(line),
    quotedExternalKey: line.quotes === undefined ? null : wamidOf(stage.slug, line.quotes),
    ...fateOf(line),
    error: isUnknown ? NEVER_ANSWERED : null,
    sentAt: line.at,
    ...(speech.file && { file: await storeOwnFile(stage, speech.file) }),
  }
}

const DELIVERED_MINUTES = 0.05
const READ_MINUTES = 0.4

function fateOf({ at, outcome }: SentLine): Pick<PastMessage, 'status' | 'deliveredAt' | 'readAt'> {
  const status = typeof outcome === 'object' ? 'sent' : outcome
  const isRead = status === 'read' || status === 'played'
  return {
    status,
    deliveredAt: isRead || status === 'delivered' ? after(at, DELIVERED_MINUTES) : null,
    readAt: isRead ? after(at, READ_MINUTES) : null,
  }
}

function payloadOf({ speech }: SentLine): MessagePayload | null {
  return speech.type === 'audio' ? { voice: true } : null
}
