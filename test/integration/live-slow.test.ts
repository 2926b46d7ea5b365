import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId, type WorkspaceId } from '../../src/shared/ids.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { eventually } from '../harness/eventually.ts'
import { givenOwner, type Person } from '../isolation/people.ts'
import { LiveClient } from './live-client.ts'

let app: TestApp
let owner: Person & { workspaceId: WorkspaceId }
beforeAll(async () => {
  app = await startTestApp()
  owner = await givenOwner(app)
})
afterAll(() => app.close())

const PER_COMMIT = 400
const COMMITS = 8

/** 16 MB in all: more than both ends of a connection hold while nobody reads. */
async function happenALot(): Promise<void> {
  const db = app.process.composed.services.workspaceDb(owner.workspaceId)
  for (let commit = 0; commit < COMMITS; commit++) {
    await db.tx(async (tx) => {
      for (let n = 0; n < PER_COMMIT; n++)
        tx.emit({ type: 'contact.updated', data: { contactId: newId('contact'), name: 'x'.repeat(5_000) } })
    })
  }
}

async function listen(): Promise<LiveClient> {
  const auth = {
    workspaceId: owner.workspaceId,
    after: (await owner.browser.api.workspace.get.query()).eventSeq,
  }
  return LiveClient.open(app.url, { headers: owner.browser.headers(), auth })
}

/** Stops reading, as a browser does whose tab is frozen. */
function freeze(client: LiveClient): { thaw: () => void } {
  const { ws } = client.socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }
  ws.pause()
  return { thaw: () => ws.resume() }
}

it('cuts off a browser that does not read, which takes it for a cut, while the others go on', async () => {
  const { live } = app.process.composed
  const [healthy, stuck] = [await listen(), await listen()]
  const reason = new Promise<string>((resolve) => stuck.socket.once('disconnect', resolve))
  const { thaw } = freeze(stuck)
  await happenALot()
  await healthy.upTo(PER_COMMIT * COMMITS)
  await eventually(async () => (live.clientCount === 1 ? true : undefined))
  thaw()
  // A client comes back by itself from a cut, and never from "io server disconnect".
  expect(await reason).toBe('transport close')
  healthy.close()
})

it('lets the process stop in time while a browser does not read', async () => {
  const stuck = await listen()
  const { thaw } = freeze(stuck)
  await happenALot()
  const before = performance.now()
  await app.process.stop('the test wants it')
  expect(performance.now() - before).toBeLessThan(5_000)
  thaw()
  stuck.close()
})
