import { isMessage } from '../plan/lines.ts'
import type { Step } from '../plan/steps.ts'
import type { Story } from '../plan/story.ts'
import { settleInboundFile } from './demo-files.ts'
import * as history from './history.repo.ts'
import { channelOf, digestOf, wamidOf, type Stage } from './stage.ts'
import { itemOfLines } from './webhook-item.ts'

/** Hands lines to the inbound pipeline as Meta's webhook would, and brings their files. */
export async function receive(
  stage: Stage,
  { story, lines }: Extract<Step, { kind: 'inbound' }>,
): Promise<void> {
  const around = { slug: stage.slug, channel: channelOf(stage, story.channel), contact: story.contact }
  const name = lines.map((line) => line.key).join()
  await accept(stage, story, {
    item: itemOfLines(around, lines),
    name,
    at: lines.at(-1)?.at ?? stage.services.now(),
  })

  const messages = lines.filter(isMessage)
  const last = messages.at(-1)
  if (!last) return
  stage.places.set(story.key, await located(stage, story, last.key))
  for (const line of messages) {
    if (line.kind !== 'received' || !line.speech.file) continue
    const { messageId } = await located(stage, story, line.key)
    await settleInboundFile(stage, messageId, line.speech.file)
  }
}

/** One item through the pipeline. `name` is the same in every run, so that a repeat is known. */
export async function accept(
  stage: Stage,
  story: Story,
  { item, name, at }: { item: unknown; name: string; at: Date },
): Promise<void> {
  await stage.intake.accept({
    channel: channelOf(stage, story.channel),
    dedupe: digestOf(stage.slug, `item|${name}`).subarray(0, 16),
    content: item,
    body: JSON.stringify(item),
    receivedAt: at,
  })
}

/** @throws Error where the pipeline kept the item as failed instead of applying it. */
async function located(stage: Stage, story: Story, key: string): Promise<history.Located> {
  const found = await history.locate(
    stage.db,
    channelOf(stage, story.channel).channelId,
    wamidOf(stage.slug, key),
  )
  if (!found) throw new Error(`the line ${key} was not applied: its failed receipt says why`)
  return found
}
