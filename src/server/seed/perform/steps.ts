import { disconnectChannel } from '../../modules/channels/index.ts'
import { assignConversation, resolveConversation, saveDraft } from '../../modules/conversations/index.ts'
import { addNote } from '../../modules/messages/index.ts'
import type { SingleLine, Step } from '../plan/steps.ts'
import type { Story } from '../plan/story.ts'
import { receive } from './receive.ts'
import { send } from './send.ts'
import { channelOf, clientTokenOf, personOf, type Place, type Stage } from './stage.ts'

/** Does one step through the product's own use cases, at the step's own time. */
export async function perform(stage: Stage, step: Step): Promise<void> {
  if (step.kind === 'inbound') return receive(stage, step)
  if (step.kind === 'sent') return send(stage, placeOf(stage, step.story), step)
  return act(stage, step.story, step.line)
}

async function act(stage: Stage, story: Story, line: SingleLine): Promise<void> {
  const { db, services } = stage
  if (line.kind === 'disconnected') {
    await disconnectChannel(services.channels, db, channelOf(stage, story.channel).channelId)
    return
  }
  const { conversationId } = placeOf(stage, story)
  const by = personOf(stage, line.by)
  switch (line.kind) {
    case 'assigned': {
      const assigneeId = line.to && personOf(stage, line.to)
      await assignConversation(db, { id: conversationId, assigneeId }, by)
      break
    }
    case 'resolved':
      await resolveConversation(db, { id: conversationId, now: line.at }, by)
      break
    case 'noted': {
      const clientToken = clientTokenOf(stage.slug, line.key)
      await addNote(db, { conversationId, clientToken, text: line.text }, { userId: by, now: line.at })
      break
    }
    case 'drafted':
      await saveDraft(
        db,
        { conversationId, mode: 'reply', text: line.text, quotedMessageId: null, attachmentIds: [] },
        by,
      )
      break
  }
}

function placeOf(stage: Stage, story: Story): Place {
  const place = stage.places.get(story.key)
  if (!place) throw new Error(`${story.key}: nothing came in before this line`)
  return place
}
