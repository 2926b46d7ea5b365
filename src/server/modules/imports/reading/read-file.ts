import { buffer } from 'node:stream/consumers'
import type { CsvDelimiter, CsvEncoding, ImportFormat } from '../../../../shared/contracts/imports.ts'
import type { AttachmentId, WorkspaceId } from '../../../../shared/ids.ts'
import type { Storage } from '../../../platform/storage/index.ts'
import { BadFileError } from './bad-file.ts'
import { csvRows } from './csv-rows.ts'
import { detectDelimiter } from './delimiter.ts'
import type { RawRow } from './raw-row.ts'
import { decoded, detectEncoding } from './text-encoding.ts'
import { readWorkbook } from './workbook.ts'
import { xlsxRows } from './xlsx-rows.ts'
import { openZip } from './zip-file.ts'

export interface FileRef {
  storage: Storage
  workspaceId: WorkspaceId
  fileId: AttachmentId
}

/** What is known of a file's form beforehand; the rest is guessed. */
export interface FormHint {
  delimiter?: CsvDelimiter | undefined
  encoding?: CsvEncoding | undefined
}

export type FileForm =
  | { kind: 'csv'; delimiter: CsvDelimiter; encoding: CsvEncoding }
  | { kind: 'xlsx'; sheet: string }

/** Beginning of the text from which the delimiter is guessed. */
const HEAD_CHARACTERS = 64 * 1024

/**
 * Tells how a file is written, by its bytes.
 * @throws BadFileError where it is no table that we can read.
 */
export async function formOf(file: FileRef, hint: FormHint = {}): Promise<FileForm> {
  if (await isZip(file)) {
    const { sheetName } = await readWorkbook(await openZip(await buffer(await bytesOf(file))))
    return { kind: 'xlsx', sheet: sheetName }
  }
  const encoding = hint.encoding ?? (await detectEncoding(await bytesOf(file)))
  const head = await headOf(file, encoding)
  if (head.includes('\0')) throw new BadFileError('not_a_table')
  return { kind: 'csv', encoding, delimiter: hint.delimiter ?? detectDelimiter(head) }
}

/** The rows of a file, header first, that are not empty. */
export async function* rowsOf(file: FileRef, form: FileForm | ImportFormat): AsyncGenerator<RawRow> {
  if (form.kind === 'csv') {
    yield* csvRows(decoded(await bytesOf(file), form.encoding), form.delimiter)
    return
  }
  const parts = await openZip(await buffer(await bytesOf(file)))
  yield* xlsxRows(parts, await readWorkbook(parts))
}

async function bytesOf({ storage, workspaceId, fileId }: FileRef) {
  const bytes = await storage.open({ workspaceId, attachmentId: fileId })
  if (!bytes) throw new BadFileError('file_gone')
  return bytes
}

/** Zip files begin with `PK`, 3, 4; an empty one with `PK`, 5, 6. */
async function isZip(file: FileRef): Promise<boolean> {
  for await (const chunk of await bytesOf(file)) {
    const [p, k, three, four] = chunk as Buffer
    return p === 0x50 && k === 0x4b && ((three === 3 && four === 4) || (three === 5 && four === 6))
  }
  throw new BadFileError('empty')
}

async function headOf(file: FileRef, encoding: CsvEncoding): Promise<string> {
  let head = ''
  for await (const piece of decoded(await bytesOf(file), encoding)) {
    head += piece
    if (head.length >= HEAD_CHARACTERS) break
  }
  return head.slice(0, HEAD_CHARACTERS)
}
