import { z } from 'zod'
import type { ImportDto } from '../../../../shared/contracts/imports.ts'
import { ImportSettings } from '../../../../shared/contracts/imports.ts'
import { zId } from '../../../../shared/contracts/z.ts'
import { getImport, startImport, undoImport } from '../../../modules/imports/index.ts'
import type { WorkspaceDb } from '../../../platform/db/workspace-db.ts'
import { createOrForget } from '../../media/transfer-routes.ts'
import { signTransferUrl } from '../../media/transfer-url.ts'
import type { AppServices } from '../../services.ts'
import { importBody } from '../import-body.ts'
import { jsonBody } from '../json-body.ts'
import { route } from '../route.ts'
import { Import } from '../schemas/transfer.ts'

const common = { tag: 'Imports' } as const
const params = z.strictObject({ id: zId('import') })

const example: Import = {
  id: 'imp_01k9r2d1q7a8b9c0d1e2f3g4h5' as Import['id'],
  state: 'done',
  fileName: 'clientes.csv',
  size: 8_412,
  format: { kind: 'csv', delimiter: ';', encoding: 'utf-8', decimal: ',' },
  columns: [
    { header: 'Nombre', samples: ['Regina Solórzano'], suggested: 'name' },
    { header: 'Celular', samples: ['33 1234 5678'], suggested: 'phone' },
  ],
  rowCount: 120,
  doneRows: 120,
  counts: { created: 104, updated: 9, skipped: 5, failed: 2 },
  failedRowsUrl: 'https://crm.example.com/media/transfers/ws_01k9….imp_01k9….1795362609105.c2ln',
  undoUntil: '2026-11-23T16:00:00.000Z',
  error: null,
  createdAt: '2026-11-22T15:58:00.000Z',
  finishedAt: '2026-11-22T16:00:00.000Z',
}

export const importRoutes = [
  route({
    ...common,
    method: 'POST',
    path: '/imports',
    operationId: 'createImport',
    summary: 'Upload a file of contacts',
    description:
      'The body is the file itself, CSV or XLSX, at most 50 MB and 100,000 rows. Answers with its columns and what they seem to hold; nothing is imported before `POST /imports/{id}/run`.',
    body: importBody,
    status: 201,
    response: Import,
    errors: ['PAYLOAD_TOO_LARGE'],
    example: { response: { ...example, state: 'uploaded' as const } },
    handle: async ({ services, db, body, actor }) =>
      toImport(services, db, await createOrForget(services, db, { file: body, actor })),
  }),
  route({
    ...common,
    method: 'GET',
    path: '/imports/{id}',
    operationId: 'getImport',
    summary: 'Read an import',
    params,
    status: 200,
    response: Import,
    errors: ['NOT_FOUND'],
    example: { response: example },
    handle: async ({ services, db, params: { id } }) => toImport(services, db, await getImport(db, id)),
  }),
  route({
    ...common,
    method: 'POST',
    path: '/imports/{id}/run',
    operationId: 'runImport',
    summary: 'Import the contacts of a file',
    description:
      'Says what each column holds (`mapping`, one entry a column, null leaves it out) and how rows that are known are met, and begins. Ask for the import to see how far it is.',
    params,
    body: jsonBody(ImportSettings),
    status: 202,
    response: Import,
    errors: ['NOT_FOUND', 'CONFLICT'],
    example: {
      body: {
        mapping: ['name', 'phone'],
        matchBy: ['phone'],
        onMatch: 'update',
        dateOrder: 'dmy',
        labelIds: [],
        consent: null,
      },
      response: { ...example, state: 'running' as const, doneRows: 0 },
    },
    handle: async ({ services, db, params: { id }, body, actor }) => {
      const started = await startImport(db, { id, settings: body }, actor)
      services.reading.wakeJobs()
      return toImport(services, db, started)
    },
  }),
  route({
    ...common,
    method: 'POST',
    path: '/imports/{id}/undo',
    operationId: 'undoImport',
    summary: 'Take an import back',
    description: 'For a day. Contacts that somebody has worked with since stay as they are.',
    params,
    status: 202,
    response: Import,
    errors: ['NOT_FOUND', 'CONFLICT', 'TOO_LATE'],
    example: { response: { ...example, state: 'undoing' as const } },
    handle: async ({ services, db, params: { id }, actor }) => {
      const begun = await undoImport(db, id, actor)
      services.reading.wakeJobs()
      return toImport(services, db, begun)
    },
  }),
]

function toImport(services: AppServices, { workspaceId }: WorkspaceDb, dto: ImportDto): Import {
  const { id, state, fileName, size, format, columns, rowCount, doneRows, counts, undoUntil, error } = dto
  return {
    id,
    state,
    fileName,
    size,
    format: { ...format },
    columns,
    rowCount,
    doneRows,
    counts,
    failedRowsUrl: counts.failed > 0 ? signTransferUrl(services, { workspaceId, id }) : null,
    undoUntil,
    error,
    createdAt: dto.createdAt,
    finishedAt: dto.finishedAt,
  }
}
