import type { FieldDto } from '@shared/contracts/fields.ts'
import type { LabelDto } from '@shared/contracts/labels.ts'
import type { CompanyRow, ContactRow } from '@shared/contracts/lists.ts'
import { CUSTOM_PREFIX, sortsOf } from '@shared/filters/index.ts'
import { LIFECYCLES, type Lifecycle } from '@shared/records.ts'
import type { PlainKey } from '../../../i18n/catalogue.ts'
import type { CellEditor, GridColumn } from '../../../ui/grid/types.ts'
import { PhotoAvatar } from '../../../ui/photo-avatar.tsx'
import { LabelChips } from '../label-chip.tsx'
import { PhoneText } from '../phone-text.tsx'
import { RecordLink } from '../record-link.tsx'
import type { TableEntity, TableRow } from '../../../lib/table-rows.ts'
import { showValue, textOf, type ValueContext } from './values.ts'

export const LIFECYCLE_NAMES: Record<Lifecycle, PlainKey> = {
  lead: 'contacts.lead',
  qualified: 'contacts.qualified',
  customer: 'contacts.customer',
  lost: 'contacts.lost',
}

/** Everything that columns are made of. */
export interface ColumnContext extends ValueContext {
  slug: string
  fields: readonly FieldDto[]
  labels: readonly LabelDto[]
  members: readonly { userId: string; name: string }[]
  canEdit: boolean
  now: Date
}

/** All columns of a kind of record, standard ones first; the first one stands still. */
export function columnsOf(entity: TableEntity, context: ColumnContext): GridColumn<TableRow>[] {
  const standard = entity === 'contact' ? contactColumns(context) : companyColumns(context)
  const sorts = sortsOf(entity, context.fields)
  const all = [...standard, ...customColumns<TableRow>(context)].map((column) =>
    sorts.has(column.key) ? { ...column, sort: column.key } : column,
  )
  return context.canEdit ? all : all.map(withoutEditor)
}

function withoutEditor(column: GridColumn<TableRow>): GridColumn<TableRow> {
  const { editor, ...rest } = column
  return editor ? rest : column
}

/** Shown until a person chooses others. */
export const DEFAULT_COLUMNS: Record<TableEntity, readonly string[]> = {
  contact: [
    'name',
    'phone',
    'email',
    'label',
    'owner',
    'lastMessageAt',
    'lifecycle',
    'company',
    'hasOpenDeal',
  ],
  company: ['name', 'domain', 'owner', 'contacts', 'hasOpenDeal', 'label', 'createdAt'],
}

function nameColumn({ t, slug }: ColumnContext, entity: TableEntity): GridColumn<TableRow> {
  return {
    key: 'name',
    label: t('contacts.name'),
    width: 240,
    render: (row) => (
      <span className="flex items-center gap-2">
        <PhotoAvatar
          id={row.id}
          name={row.name}
          photo={'avatarUrl' in row ? row.avatarUrl : null}
          size={24}
          className={entity === 'company' ? 'rounded-md' : ''}
        />
        <RecordLink slug={slug} entity={entity} id={row.id}>
          {row.name}
        </RecordLink>
      </span>
    ),
    editor: { kind: 'text', textOf: (row) => row.name },
  }
}

function ownerColumn({ t, members, memberName }: ColumnContext): GridColumn<TableRow> {
  return {
    key: 'owner',
    label: t('contacts.owner'),
    width: 160,
    isTypedInto: true,
    render: (row) => (row.ownerId ? memberName(row.ownerId) : null),
    editor: {
      kind: 'choice',
      textOf: (row) => row.ownerId ?? '',
      choices: [
        { value: '', label: t('contacts.nobody') },
        ...members.map(({ userId, name }) => ({ value: userId, label: name })),
      ],
    },
  }
}

const sharedColumns = (
  context: ColumnContext,
): Record<'label' | 'deals' | 'created' | 'updated', GridColumn<TableRow>> => {
  const { t, labels, format, now } = context
  const time = (text: string) => format.ago(new Date(text), now)
  return {
    label: {
      key: 'label',
      label: t('contacts.labels'),
      width: 190,
      render: (row) => <LabelChips labels={labels.filter((label) => row.labelIds.includes(label.id))} />,
    },
    deals: {
      key: 'hasOpenDeal',
      label: t('contacts.openDeals'),
      width: 100,
      isNumber: true,
      render: (row) => (row.openDealCount > 0 ? format.count(row.openDealCount) : null),
    },
    created: {
      key: 'createdAt',
      label: t('contacts.created'),
      width: 130,
      render: (row) => time(row.createdAt),
    },
    updated: {
      key: 'updatedAt',
      label: t('contacts.updated'),
      width: 130,
      render: (row) => time(row.updatedAt),
    },
  }
}

function contactColumns(context: ColumnContext): GridColumn<TableRow>[] {
  const { t, format, now } = context
  const shared = sharedColumns(context)
  const of = (column: Omit<GridColumn<ContactRow>, 'isNumber'>) => column as unknown as GridColumn<TableRow>
  return [
    nameColumn(context, 'contact'),
    of({
      key: 'phone',
      label: t('contacts.phone'),
      width: 160,
      render: (row) => <PhoneText phone={row.phone} />,
    }),
    of({ key: 'email', label: t('contacts.email'), width: 210, render: (row) => <bdi>{row.email}</bdi> }),
    shared.label,
    ownerColumn(context),
    of({
      key: 'lastMessageAt',
      label: t('contacts.lastMessage'),
      width: 140,
      render: (row) => (row.lastMessageAt ? format.ago(new Date(row.lastMessageAt), now) : null),
    }),
    of({
      key: 'lifecycle',
      label: t('contacts.lifecycle'),
      width: 130,
      isTypedInto: true,
      render: (row) => t(LIFECYCLE_NAMES[row.lifecycle]),
      editor: {
        kind: 'choice',
        textOf: (row) => row.lifecycle,
        choices: LIFECYCLES.map((value) => ({ value, label: t(LIFECYCLE_NAMES[value]) })),
      },
    }),
    of({
      key: 'company',
      label: t('contacts.companies'),
      width: 180,
      render: (row) => format.list(row.companies.map(({ name }) => name)),
    }),
    shared.deals,
    textColumn('language', t('contacts.language'), (row) => (row as ContactRow).language),
    textColumn('source', t('contacts.source'), (row) => (row as ContactRow).source),
    shared.created,
    shared.updated,
  ]
}

function companyColumns(context: ColumnContext): GridColumn<TableRow>[] {
  const { t, format } = context
  const shared = sharedColumns(context)
  const contacts: GridColumn<TableRow> = {
    key: 'contacts',
    label: t('contacts.title'),
    width: 110,
    isNumber: true,
    render: (row) => format.count((row as CompanyRow).contactCount),
  }
  return [
    nameColumn(context, 'company'),
    textColumn('domain', t('companies.domain'), (row) => (row as CompanyRow).domain),
    ownerColumn(context),
    contacts,
    shared.deals,
    shared.label,
    shared.created,
    shared.updated,
  ]
}

function textColumn(key: string, label: string, of: (row: TableRow) => string | null): GridColumn<TableRow> {
  return {
    key,
    label,
    width: 150,
    isTypedInto: true,
    render: of,
    editor: { kind: 'text', textOf: (row) => of(row) ?? '' },
  }
}

interface WithCustom {
  custom: Record<string, unknown>
}

/** A column for each of the workspace's own fields. */
export function customColumns<Row extends WithCustom>(context: ColumnContext): GridColumn<Row>[] {
  const fields = context.fields.filter((field) => field.archivedAt === null)
  return fields.map((field): GridColumn<Row> => {
    const editor = editorOf(field, context)
    return {
      key: `${CUSTOM_PREFIX}${field.key}`,
      label: field.label,
      width: 150,
      isNumber: field.type === 'number' || field.type === 'money',
      isTypedInto: true,
      render: (row) => showValue(field, row.custom[field.key], context),
      ...(editor ? { editor } : {}),
    }
  })
}

const INPUTS: Partial<
  Record<FieldDto['type'], 'number' | 'date' | 'datetime-local' | 'tel' | 'email' | 'url'>
> = {
  number: 'number',
  date: 'date',
  date_time: 'datetime-local',
  phone: 'tel',
  email: 'email',
  url: 'url',
}

/** How a custom field is edited in one line; several choices at once are edited on the record's page. */
export function editorOf(
  field: FieldDto,
  { t, members }: Pick<ColumnContext, 't' | 'members'>,
): CellEditor<WithCustom> | null {
  const of = (row: WithCustom) => textOf(field, row.custom[field.key])
  const none = { value: '', label: t('field.none') }
  const choice = (choices: { value: string; label: string }[]) =>
    ({ kind: 'choice', textOf: of, choices: [none, ...choices] }) as const
  switch (field.type) {
    case 'select':
      return choice(field.options.map(({ key, label }) => ({ value: key, label })))
    case 'member':
      return choice(members.map(({ userId, name }) => ({ value: userId, label: name })))
    case 'boolean':
      return choice([
        { value: 'yes', label: t('field.yes') },
        { value: 'no', label: t('field.no') },
      ])
    case 'multi_select':
      return null
    default:
      return { kind: INPUTS[field.type] ?? 'text', textOf: of }
  }
}
