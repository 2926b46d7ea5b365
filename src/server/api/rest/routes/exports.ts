import { z } from 'zod'
import { CreateExport, type ExportDto } from '../../../../shared/contracts/exports.ts'
import { zId } from '../../../../shared/contracts/z.ts'
import { createExport, getExport } from '../../../modules/exports/index.ts'
import type { WorkspaceDb } from '../../../platform/db/workspace-db.ts'
import { signTransferUrl } from '../../media/transfer-url.ts'
import type { AppServices } from '../../services.ts'
import { jsonBody } from '../json-body.ts'
import { route } from '../route.ts'
import { Export } from '../schemas/transfer.ts'

const common = { tag: 'Exports' } as const

const example: Export = {
  id: 'exp_01k9r2d1q7a8b9c0d1e2f3g4h5' as Export['id'],
  entity: 'contact',
  format: 'csv',
  state: 'ready',
  rowCount: 12_408,
  fileName: 'contactos-2026-11-22.csv',
  size: 2_104_331,
  url: 'https://crm.example.com/media/transfers/ws_01k9….exp_01k9….1795362609105.c2ln',
  expiresAt: '2026-11-23T16:00:00.000Z',
  createdAt: '2026-11-22T15:59:00.000Z',
}

export const exportRoutes = [
  route({
    ...common,
    method: 'POST',
    path: '/exports',
    operationId: 'createExport',
    summary: 'Export a list',
    description: 'Writes contacts, companies or deals to a file. Ask for the export until it is `ready`.',
    body: jsonBody(CreateExport),
    status: 202,
    response: Export,
    errors: ['NOT_FOUND'],
    example: {
      body: { entity: 'contact', format: 'csv', columns: ['name', 'phone', 'email'], sort: '-createdAt' },
      response: {
        ...example,
        state: 'running' as const,
        rowCount: 0,
        size: null,
        url: null,
        expiresAt: null,
      },
    },
    handle: async ({ services, db, body, actor }) => {
      const made = await createExport(db, { request: body, actor, now: services.now() })
      services.reading.wakeJobs()
      return toExport(services, db, made)
    },
  }),
  route({
    ...common,
    method: 'GET',
    path: '/exports/{id}',
    operationId: 'getExport',
    summary: 'Read an export',
    params: z.strictObject({ id: zId('export') }),
    status: 200,
    response: Export,
    errors: ['NOT_FOUND'],
    example: { response: example },
    handle: async ({ services, db, params }) => toExport(services, db, await getExport(db, params.id)),
  }),
]

function toExport(services: AppServices, { workspaceId }: WorkspaceDb, dto: ExportDto): Export {
  const { by: _by, url, ...shown } = dto
  return { ...shown, url: url === null ? null : signTransferUrl(services, { workspaceId, id: dto.id }) }
}
