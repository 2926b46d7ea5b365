import type { CreateExport } from '../../../shared/contracts/exports.ts'
import type { FieldDto, MoneyValue } from '../../../shared/contracts/fields.ts'
import type { DealCard } from '../../../shared/contracts/deals.ts'
import type { CompanyRow, ContactRow } from '../../../shared/contracts/lists.ts'
import { decimalOf } from '../../../shared/money.ts'
import type { UserId } from '../../../shared/ids.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { listMembers } from '../accounts/index.ts'
import { listDeals } from '../deals/index.ts'
import { listFields } from '../fields/index.ts'
import { listLabels } from '../labels/index.ts'
import { companyTable, contactTable } from '../lists/index.ts'
import { listPipelines } from '../pipelines/index.ts'

/** Words for the ids that rows hold. */
interface Names {
  members: ReadonlyMap<string, string>
  labels: ReadonlyMap<string, string>
  stages: ReadonlyMap<string, string>
  pipelines: ReadonlyMap<string, string>
  fields: readonly FieldDto[]
}

type Cells<Row> = Readonly<Record<string, (row: Row, names: Names) => string>>

const orEmpty = (value: string | null | undefined) => value ?? ''
const named = (names: ReadonlyMap<string, string>, id: string | null) =>
  id === null ? '' : (names.get(id) ?? '')
const list = (texts: readonly string[]) => texts.join('; ')
const labelsOf = (ids: readonly string[], { labels }: Names) => list(ids.map((id) => named(labels, id)))

const CONTACT: Cells<ContactRow> = {
  id: (row) => row.id,
  name: (row) => row.name,
  phone: (row) => orEmpty(row.phone),
  email: (row) => orEmpty(row.email),
  owner: (row, { members }) => named(members, row.ownerId),
  lifecycle: (row) => row.lifecycle,
  language: (row) => orEmpty(row.language),
  source: (row) => orEmpty(row.source),
  labels: (row, names) => labelsOf(row.labelIds, names),
  companies: (row) => list(row.companies.map(({ name }) => name)),
  lastMessageAt: (row) => orEmpty(row.lastMessageAt),
  openDeals: (row) => String(row.openDealCount),
  createdAt: (row) => row.createdAt,
  updatedAt: (row) => row.updatedAt,
}

const COMPANY: Cells<CompanyRow> = {
  id: (row) => row.id,
  name: (row) => row.name,
  domain: (row) => orEmpty(row.domain),
  owner: (row, { members }) => named(members, row.ownerId),
  contacts: (row) => String(row.contactCount),
  labels: (row, names) => labelsOf(row.labelIds, names),
  openDeals: (row) => String(row.openDealCount),
  createdAt: (row) => row.createdAt,
  updatedAt: (row) => row.updatedAt,
}

const DEAL: Cells<DealCard> = {
  id: (row) => row.id,
  number: (row) => String(row.number),
  title: (row) => row.title,
  status: (row) => row.status,
  pipeline: (row, { pipelines }) => named(pipelines, row.pipelineId),
  stage: (row, { stages }) => named(stages, row.stageId),
  amount: (row) => (row.amount === null ? '' : decimalOf(row.amount, row.currency)),
  currency: (row) => row.currency,
  contact: (row) => orEmpty(row.contactName),
  company: (row) => orEmpty(row.companyName),
  owner: (row, { members }) => named(members, row.ownerId),
  labels: (row, names) => labelsOf(row.labels, names),
  expectedCloseOn: (row) => orEmpty(row.expectedCloseOn),
  closedAt: (row) => orEmpty(row.closedAt),
  createdAt: (row) => row.createdAt,
}

const CELLS = { contact: CONTACT, company: COMPANY, deal: DEAL }

/** Names under which tables know some columns. */
const ALIASES: Readonly<Record<string, string>> = {
  label: 'labels',
  labelIds: 'labels',
  company: 'companies',
  ownerId: 'owner',
  openDealCount: 'openDeals',
  hasOpenDeal: 'openDeals',
  contactCount: 'contacts',
}

const CUSTOM = 'custom.'

export interface ExportTable {
  /** Keys of the columns, and what custom fields are called. */
  columns: { key: string; label: string | null }[]
  rows: AsyncGenerator<string[]>
}

interface Reader {
  me: UserId
  now: Date
}

/** The rows of what was asked for, page by page, each as the texts of its columns. */
export async function exportRows(
  db: WorkspaceDb,
  request: CreateExport,
  reader: Reader,
): Promise<ExportTable> {
  const names = await namesFor(db, request)
  const columns = columnsOf(request, names.fields)
  const cells = CELLS[request.entity] as Cells<unknown>
  const toTexts = (row: unknown) =>
    columns.map(({ key }) =>
      key.startsWith(CUSTOM)
        ? customText((row as { custom?: Record<string, unknown> }).custom?.[key.slice(CUSTOM.length)], names)
        : (cells[key]?.(row, names) ?? ''),
    )
  return { columns, rows: texts(pagesOf(db, request, reader), toTexts) }
}

async function* texts(
  pages: AsyncGenerator<readonly unknown[]>,
  toTexts: (row: unknown) => string[],
): AsyncGenerator<string[]> {
  for await (const page of pages) for (const row of page) yield toTexts(row)
}

async function namesFor(db: WorkspaceDb, { entity }: CreateExport): Promise<Names> {
  const [members, labels, pipelines, fields] = await Promise.all([
    listMembers(db),
    listLabels(db),
    entity === 'deal' ? listPipelines(db, { withArchived: true }).then(({ items }) => items) : [],
    // A deal's card holds none of its custom values.
    entity === 'deal' ? [] : listFields(db, entity),
  ])
  return {
    members: new Map(members.map(({ userId, name }) => [userId as string, name])),
    labels: new Map(labels.map(({ id, name }) => [id as string, name])),
    pipelines: new Map(pipelines.map(({ id, name }) => [id as string, name])),
    stages: new Map(
      pipelines.flatMap(({ stages }) => stages.map(({ id, name }) => [id as string, name] as const)),
    ),
    fields: fields.filter(({ archivedAt }) => archivedAt === null),
  }
}

function columnsOf(request: CreateExport, fields: readonly FieldDto[]): ExportTable['columns'] {
  const own = Object.keys(CELLS[request.entity])
  const all = [...own, ...fields.map(({ key }) => CUSTOM + key)]
  const wanted = request.columns?.map((key) => (own.includes(key) ? key : (ALIASES[key] ?? key))) ?? all
  const known = new Set(all)
  const keys = [...new Set(wanted)].filter((key) => known.has(key))
  return (keys.length > 0 ? keys : all).map((key) => ({
    key,
    label: fields.find((field) => CUSTOM + field.key === key)?.label ?? null,
  }))
}

function customText(value: unknown, { members }: Names): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return list(value.map(String))
  if (typeof value === 'object') {
    const { amount, currency } = value as MoneyValue
    return `${decimalOf(amount, currency)} ${currency}`
  }
  return members.get(String(value)) ?? String(value)
}

const PAGE = 100

/** Keyset pages: each goes on behind the last row of the one before. */
async function* pagesOf(
  db: WorkspaceDb,
  request: CreateExport,
  reader: Reader,
): AsyncGenerator<readonly unknown[]> {
  let cursor: string | undefined
  do {
    const page = await pageOf(db, request, { reader, cursor })
    yield page.items
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
}

function pageOf(
  db: WorkspaceDb,
  request: CreateExport,
  { reader, cursor }: { reader: Reader; cursor: string | undefined },
): Promise<{ items: readonly unknown[]; nextCursor: string | null }> {
  const paging = { limit: PAGE, ...(cursor !== undefined && { cursor }) }
  if (request.entity === 'deal') {
    const { entity: _, format: __, columns: ___, ...filters } = request
    return listDeals(db, { ...filters, sort: 'created', ...paging }, reader)
  }
  const { filter, sort, q } = request
  const table = request.entity === 'contact' ? contactTable : companyTable
  return table(db, { filter, sort, q, ...paging }, reader)
}
