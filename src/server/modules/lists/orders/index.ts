import { CUSTOM_PREFIX, sortsOf, type TableEntity } from '../../../../shared/filters/index.ts'
import type { TableOrder } from '../../../../shared/contracts/lists.ts'
import type { FieldDto } from '../../../../shared/contracts/fields.ts'
import { idBytes } from '../../../platform/db/bytes.ts'
import type { WorkspaceDb } from '../../../platform/db/workspace-db.ts'
import { AppError } from '../../../platform/errors.ts'
import { listFields } from '../../fields/index.ts'
import { lifecycleOrder, optionOrder, ownerOrder, type Asked } from './choice-order.ts'
import { columnOrder, domainOrder } from './column-order.ts'
import { lastMessageOrder } from './last-message-order.ts'
import type { Order } from './order.ts'
import { valueOrder } from './value-order.ts'

export type { Order, Stretch } from './order.ts'

interface Wanted {
  entity: TableEntity
  sort: TableOrder
}

/** @throws AppError VALIDATION_FAILED where no index holds the order */
export async function orderOf(db: WorkspaceDb, { entity, sort }: Wanted): Promise<Order> {
  const by = sort.replace('-', '')
  const fields = by.startsWith(CUSTOM_PREFIX) ? await listFields(db, entity) : []
  if (!sortsOf(entity, fields).has(by)) throw refusal()
  const asked: Asked = {
    db,
    table: entity === 'contact' ? 'contacts' : 'companies',
    isDescending: sort.startsWith('-'),
  }
  switch (by) {
    case 'owner':
      return ownerOrder(asked)
    case 'lifecycle':
      return lifecycleOrder(asked)
    case 'lastMessageAt':
      return lastMessageOrder(asked)
    case 'domain':
      return domainOrder({ ...asked, workspace: idBytes(db.workspaceId) })
  }
  const field = fields.find(({ key }) => `${CUSTOM_PREFIX}${key}` === by)
  return field ? fieldOrder(field, asked) : columnOrder(by, { ...asked, workspace: idBytes(db.workspaceId) })
}

function fieldOrder(field: FieldDto, asked: Asked): Order | Promise<Order> {
  return field.type === 'select' || field.type === 'member'
    ? optionOrder(field, asked)
    : valueOrder(field, asked)
}

function refusal(): AppError {
  const why = 'no list is sorted by this'
  return new AppError('VALIDATION_FAILED', `sort: ${why}`, { details: { fields: { sort: why } } })
}
