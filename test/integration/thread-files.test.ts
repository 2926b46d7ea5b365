import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attachments, messages } from '../../src/server/schema/index.ts'
import type { ConversationListItem } from '../../src/shared/contracts/conversations.ts'
import type { ThreadFile } from '../../src/shared/contracts/messages.ts'
import { newId, type MessageId, type WorkspaceId } from '../../src/shared/ids.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { errorOf, type Browser } from '../harness/client.ts'
import { givenWorkspace } from '../harness/given.ts'

const MESSAGES = 2_600
/** Which of them, the oldest being 0, brought files. One lies right behind the first page's end, at its very moment. */
const WITH_FILES = [3, 200, 1_600, 1_700, 2_599]
const AT_ONCE = 500

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

async function givenThread() {
  const workspace = await givenWorkspace(app)
  const channel = await workspace.channel()
  const conversation = await channel.customer().writes('Hola')
  const files = await fill(workspace.id, conversation)
  return { workspace, conversation, files }
}

/** Messages before the first one, one a minute; some of them with two files. @returns their files, newest first. */
async function fill(workspaceId: WorkspaceId, { id, threadId, channelId }: ConversationListItem) {
  const { orm } = app.process.composed.services.workspaceDb(workspaceId)
  const from = Date.now() - (MESSAGES + 1) * 60_000
  const ids: MessageId[] = Array.from({ length: MESSAGES }, () => newId('message'))
  for (let start = 0; start < MESSAGES; start += AT_ONCE)
    await orm.insert(messages).values(
      ids.slice(start, start + AT_ONCE).map((messageId, index) => ({
        workspaceId,
        id: messageId,
        channelId,
        threadId,
        conversationId: id,
        direction: 'inbound' as const,
        origin: 'contact' as const,
        externalKey: `wamid.${start + index}`,
        type: 'image',
        // Ten share each moment: the order then is that of their ids.
        sentAt: new Date(from + Math.floor((start + index) / 10) * 600_000),
      })),
    )
  const files = WITH_FILES.flatMap((at) =>
    [0, 1].map(() => ({ id: newId('attachment'), messageId: ids[at] as MessageId })),
  )
  await orm.insert(attachments).values(
    files.map((file) => ({
      workspaceId,
      ...file,
      kind: 'image',
      state: 'ready' as const,
      mime: 'image/png',
    })),
  )
  return files.map((file) => file.id).toReversed()
}

async function pagesOf(
  browser: Browser,
  conversationId: ConversationListItem['id'],
): Promise<ThreadFile[][]> {
  const pages: ThreadFile[][] = []
  for (let cursor: string | undefined; ;) {
    const page = await browser.api.messages.files.query({ conversationId, cursor })
    pages.push(page.items)
    if (page.nextCursor === null) return pages
    cursor = page.nextCursor
  }
}

describe('the files of a thread', () => {
  it('come newest first, each once, over thousands of messages without any', async () => {
    const { workspace, conversation, files } = await givenThread()
    const pages = await pagesOf(workspace.owner.browser, conversation.id)
    expect(pages.flat().map(({ id }) => id)).toEqual(files)
    // A thousand messages a page, however few files they hold.
    expect(pages.map((page) => page.length)).toEqual([4, 2, 4])
    expect(pages.flat()[0]).toMatchObject({ direction: 'inbound', mime: 'image/png', state: 'ready' })
  })

  it('are those of one workspace alone', async () => {
    const { conversation } = await givenThread()
    const stranger = await givenWorkspace(app)
    const call = stranger.owner.browser.api.messages.files.query({ conversationId: conversation.id })
    expect((await errorOf(call)).code).toBe('NOT_FOUND')
  })
})
