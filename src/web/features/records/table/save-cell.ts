import type { FieldDto } from '@shared/contracts/fields.ts'
import { CUSTOM_PREFIX } from '@shared/filters/index.ts'
import { errorText } from '../../../i18n/error-text.ts'
import type { Translate } from '../../../i18n/catalogue.ts'
import { toAppError } from '../../../lib/errors.ts'
import type { WorkspaceApi } from '../../../lib/workspace-api.ts'
import type { TableEntity, TableRow } from '../../../lib/table-rows.ts'
import { patchRows, refreshRows } from '../../../lib/table-rows.ts'
import { parseValue, type ValueContext } from './values.ts'

type Facts = Record<string, unknown>

interface Change {
  /** What the call sends. */
  sent: Facts
  /** What the row shows at once. */
  shown: Facts
}

interface SaveInit {
  api: WorkspaceApi
  entity: TableEntity
  fields: readonly FieldDto[]
  values: ValueContext
  t: Translate
}

/** Columns whose key is not the name of the fact. */
const FACTS: Record<string, string> = { owner: 'ownerId' }

/**
 * Writes a cell: the row shows it at once, and takes it back where the server refuses. Against the version
 * that was seen, so that nobody's change is lost unseen.
 * @returns why not, in the person's words, or null.
 */
export async function saveCell(
  { api, entity, fields, values, t }: SaveInit,
  row: TableRow,
  { column, text }: { column: string; text: string },
): Promise<string | null> {
  const change = changeOf(column, text, { fields, values, row })
  if (!change) return t('table.badValue')
  patchRows(api, entity, (shown) => (shown.id === row.id ? { ...shown, ...change.shown } : shown))
  try {
    await send(api, entity, { id: row.id, version: row.version, ...change.sent })
    await refreshRows(api, entity, [row.id])
    return null
  } catch (thrown) {
    const failure = toAppError(thrown)
    const before = Object.fromEntries(
      Object.keys(change.shown).map((key) => [key, row[key as keyof TableRow]]),
    )
    patchRows(api, entity, (shown) => (shown.id === row.id ? { ...shown, ...before } : shown))
    // Somebody was faster: show theirs, and say so at the cell.
    if (failure.code === 'STALE_VERSION') await refreshRows(api, entity, [row.id]).catch(() => undefined)
    return errorText(t, failure)
  }
}

function changeOf(
  column: string,
  text: string,
  { fields, values, row }: { fields: readonly FieldDto[]; values: ValueContext; row: TableRow },
): Change | null {
  if (column.startsWith(CUSTOM_PREFIX)) {
    const custom = readCustom(column, text, { fields, values })
    return custom && { sent: { custom }, shown: { custom: { ...row.custom, ...custom } } }
  }
  const trimmed = text.trim()
  if (column === 'name') return trimmed === '' ? null : { sent: { name: trimmed }, shown: { name: trimmed } }
  const fact = { [FACTS[column] ?? column]: trimmed === '' ? null : trimmed }
  return { sent: fact, shown: fact }
}

/** What was typed into the column of a custom field, by the field's key; null where that is no value of it. */
export function readCustom(
  column: string,
  text: string,
  { fields, values }: { fields: readonly FieldDto[]; values: ValueContext },
): Facts | null {
  const field = fields.find(({ key }) => `${CUSTOM_PREFIX}${key}` === column)
  const value = field && parseValue(field, text, values)
  return !field || value === undefined ? null : { [field.key]: value }
}

type Sent = { id: string; version: number } & Facts

/** The server checks what a cell holds; here it is a text that stands for one of its facts. */
function send({ client }: WorkspaceApi, entity: TableEntity, sent: Sent): Promise<unknown> {
  return entity === 'contact' ? client.contacts.update.mutate(sent) : client.companies.update.mutate(sent)
}
