import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { filesOf, Fingerprints, type Fingerprint } from './fingerprint.ts'
import { atRest, givenStock, type Stock } from './stock.ts'

export const OUR_APP_SECRET = 'secret-of-our-own-app'

/** All rows and files of both: ours must not change either where a call was refused. */
export interface Everything {
  ours: Fingerprint
  theirs: Fingerprint
  files: Record<string, string>[]
}

/** One product, two customers of it who know nothing of each other. */
export interface TwoWorkspaces {
  app: TestApp
  /** Whoever tries; has an app of its own at the provider. */
  ours: Stock
  /** Whoever must be left alone; has more conversations than we. */
  theirs: Stock
  everything(): Promise<Everything>
  /** What of theirs a text holds, but for what we put there ourselves. */
  leaksIn(text: string, given?: unknown): string[]
  close(): Promise<void>
}

export async function givenTwoWorkspaces(): Promise<TwoWorkspaces> {
  const storageDir = mkdtempSync(join(tmpdir(), 'crm-isolation-'))
  const app = await startTestApp({ env: { STORAGE_DIR: storageDir } })
  const ours = await givenStock(app, { conversations: 2, appSecret: OUR_APP_SECRET })
  const theirs = await givenStock(app, { conversations: 3 })
  // A late sign of life would look like a change by a stranger.
  for (const { workspaceId } of [ours, theirs]) await atRest(app, workspaceId)
  const fingerprints = await Fingerprints.of(app.process.composed.pools.web)
  return {
    app,
    ours,
    theirs,
    everything: async () => ({
      ours: await fingerprints.read(ours.workspaceId),
      theirs: await fingerprints.read(theirs.workspaceId),
      files: [filesOf(storageDir, ours.workspaceId), filesOf(storageDir, theirs.workspaceId)],
    }),
    leaksIn: (text, given) => theirs.canaries.filter((canary) => canary !== given && text.includes(canary)),
    close: async () => {
      await app.close()
      rmSync(storageDir, { recursive: true, force: true })
    },
  }
}
