import { z } from 'zod'
import { EXPORT_ENTITIES, EXPORT_FORMATS, EXPORT_STATES } from '../../../../shared/contracts/exports.ts'
import { IMPORT_STATES } from '../../../../shared/contracts/imports.ts'
import { zId } from '../../../../shared/contracts/z.ts'
import { zTime } from './common.ts'
import { response } from './registry.ts'

const zCount = z.number().int()

const Counts = response(
  'ImportCounts',
  z
    .strictObject({ created: zCount, updated: zCount, skipped: zCount, failed: zCount })
    .describe('Together they are the rows of the file.'),
)

export const Import = response(
  'Import',
  z.strictObject({
    id: zId('import'),
    state: z.enum(IMPORT_STATES),
    fileName: z.string(),
    size: zCount.describe('Bytes.'),
    format: z
      .record(z.string(), z.string())
      .describe('How the file is written: kind, delimiter, encoding, decimal mark.'),
    columns: z
      .array(
        z.strictObject({
          header: z.string(),
          samples: z.array(z.string()),
          suggested: z.string().nullable(),
        }),
      )
      .describe('In the order of the file, with what each seems to hold.'),
    rowCount: zCount.nullable().describe('Rows below the header; null until all were read.'),
    doneRows: zCount.describe('Rows that the step under way has behind it.'),
    counts: Counts,
    failedRowsUrl: z
      .string()
      .nullable()
      .describe(
        'A CSV file of the rows that failed, with the reason; opens for five minutes. Null where none did.',
      ),
    undoUntil: zTime.nullable(),
    error: z
      .strictObject({ code: z.string(), line: zCount.nullable() })
      .nullable()
      .describe('Why the file as a whole could not be imported.'),
    createdAt: zTime,
    finishedAt: zTime.nullable(),
  }),
)
export type Import = z.infer<typeof Import>

export const Export = response(
  'Export',
  z.strictObject({
    id: zId('export'),
    entity: z.enum(EXPORT_ENTITIES),
    format: z.enum(EXPORT_FORMATS),
    state: z.enum(EXPORT_STATES),
    rowCount: zCount.describe('Rows written so far.'),
    fileName: z.string(),
    size: zCount.nullable().describe('Bytes; null until it is ready.'),
    url: z
      .string()
      .nullable()
      .describe('The file, for five minutes from this answer; null until it is ready.'),
    expiresAt: zTime.nullable().describe('When the file is removed.'),
    createdAt: zTime,
  }),
)
export type Export = z.infer<typeof Export>
