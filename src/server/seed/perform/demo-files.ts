import { Readable } from 'node:stream'
import { newId, type AttachmentId, type MessageId } from '../../../shared/ids.ts'
import { DEMO_FILES, type DemoFile, type FileName } from '../files/catalogue.ts'
import * as history from './history.repo.ts'
import type { Stage } from './stage.ts'

const MAX_BYTES = 1024 * 1024

const REASONS = {
  too_big: 'the file is larger than 104857600 bytes',
  failed: 'the provider no longer has the file',
}

/** The file of a customer's message as if it had been fetched, or as if that had failed. */
export async function settleInboundFile(stage: Stage, messageId: MessageId, name: FileName): Promise<void> {
  const file = DEMO_FILES[name]
  for (const { id } of await history.waitingFiles(stage.db, [messageId])) {
    if ('lacks' in file)
      await history.settleFile(stage.db, id, { state: file.lacks, error: REASONS[file.lacks] })
    else await history.settleFile(stage.db, id, { state: 'ready', ...(await store(stage, id, file)) })
  }
}

/** Stores a file of ours ahead of the message that it goes with. */
export async function storeOwnFile(stage: Stage, name: FileName): Promise<history.PastFile> {
  const file = DEMO_FILES[name]
  if ('lacks' in file) throw new Error(`${name} has no bytes to send`)
  const id = newId('attachment')
  const { kind, mime, fileName } = file
  return { id, kind, mime, fileName: fileName ?? null, ...(await store(stage, id, file)) }
}

async function store(
  stage: Stage,
  attachmentId: AttachmentId,
  file: Extract<DemoFile, { make: () => Buffer }>,
): Promise<{ size: number; sha256: string }> {
  const { size, sha256 } = await stage.services.storage.write({
    workspaceId: stage.db.workspaceId,
    attachmentId,
    source: Readable.from([file.make()]),
    maxBytes: MAX_BYTES,
  })
  return { size, sha256 }
}
