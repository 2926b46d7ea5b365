import { newId } from '../../../shared/ids.ts'
import type { MessageError, MessagePayload } from '../../../shared/contracts/messages.ts'
import type { SentLine } from '../plan/lines.ts'
import type { Step } from '../plan/steps.ts'
import { storeOwnFile } from './demo-files.ts'
import { writeSent, type PastMessage } from './history.repo.ts'
import { accept } from './receive.ts'
import { channelOf, clientTokenOf, personOf, wamidOf, type Place, type Stage } from './stage.ts'
import { itemOfReports } from './webhook-item.ts'

const NEVER_ANSWERED: MessageError = {
  code: 'unknown_outcome',
  title: 'The provider never answered; the message may or may not have arrived',
  advice: 'decide_unknown',
}

/** Writes what the team answered, then lets Meta's reports of it come in. */
export async function send(stage: Stage, place: Place, step: Extract<Step, { kind: 'sent' }>): Promise<void> {
  const { story, lines } = step
  const past: PastMessage[] = []
  for (const line of lines) past.push(await messageOf(stage, line))
  await writeSent(stage.db, place, past)
  const around = { slug: stage.slug, channel: channelOf(stage, story.channel), contact: story.contact }
  const item = itemOfReports(around, lines)
  if (!item) return
  const name = `reports|${lines.map((line) => line.key).join()}`
  await accept(stage, story, { item, name, at: lines.at(-1)?.at ?? stage.services.now() })
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
    status: isUnknown ? 'unknown' : 'sent',
    error: isUnknown ? NEVER_ANSWERED : null,
    sentAt: line.at,
    ...(speech.file && { file: await storeOwnFile(stage, speech.file) }),
  }
}

function payloadOf({ speech }: SentLine): MessagePayload | null {
  return speech.type === 'audio' ? { voice: true } : null
}
