import type { FieldDto, MoneyValue } from '@shared/contracts/fields.ts'
import { CUSTOM_PREFIX } from '@shared/filters/index.ts'
import { writeMoney } from '@shared/money.ts'
import { useLanguage } from '../../../i18n/provider.tsx'
import type { TableEntity, TableRow } from '../../../lib/table-rows.ts'
import type { GridColumn } from '../../../ui/grid/types.ts'

interface Props {
  entity: TableEntity
  rows: readonly TableRow[]
  total: { count: number; isExact: boolean } | null
  /** Whether the rows are all that there are. */
  isComplete: boolean
  columns: readonly GridColumn<TableRow>[]
  fields: readonly FieldDto[]
}

/** How many there are, and the sums of the columns of numbers that are shown: of all, or of what is loaded. */
export function TableFooter({ entity, rows, total, isComplete, columns, fields }: Props) {
  const { t, locale, format } = useLanguage()
  const sums = columns.flatMap(({ key, label }) => {
    const texts = sumOf(key, { rows, fields, locale })
    return texts.length > 0 ? [{ key, label, text: format.list(texts) }] : []
  })
  const said = isComplete ? t('table.sumWhole') : t('table.sumLoaded', { count: rows.length })
  return (
    <footer
      data-testid="table.footer"
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-4 border-t px-5 text-small whitespace-nowrap text-text-3 tabular-nums max-md:px-3 max-md:py-1.5"
    >
      <span data-testid="table.count">
        <Count entity={entity} total={isComplete ? { count: rows.length, isExact: true } : total} />
      </span>
      {sums.map(({ key, label, text }) => (
        <span key={key} data-sum={key}>
          {label}: <b className="font-[600] text-text-2">{text}</b>{' '}
          <small className="text-micro">({said})</small>
        </span>
      ))}
    </footer>
  )
}

/** The server counts so far. */
const COUNTED = 10_000

function Count({ entity, total }: Pick<Props, 'entity' | 'total'>) {
  const { t, format } = useLanguage()
  if (!total) return null
  const words = entity === 'contact' ? 'table.count.contact' : 'table.count.company'
  const said = t(words, { count: total.count })
  if (total.isExact) return said
  const number = format.count(total.count)
  const about = total.count >= COUNTED ? 'table.moreThan' : 'table.atLeast'
  return said.replace(number, t(about, { count: total.count }))
}

/** Of money one sum for each currency; nothing of columns that hold no numbers, or where none is given. */
function sumOf(
  key: string,
  { rows, fields, locale }: { rows: readonly TableRow[]; fields: readonly FieldDto[]; locale: string },
): string[] {
  if (key === 'hasOpenDeal')
    return [
      numbers(
        rows.map(({ openDealCount }) => openDealCount),
        locale,
      ),
    ]
  if (key === 'contacts')
    return [
      numbers(
        rows.map((row) => ('contactCount' in row ? row.contactCount : 0)),
        locale,
      ),
    ]
  const field = fields.find((one) => `${CUSTOM_PREFIX}${one.key}` === key)
  const values = field ? rows.flatMap(({ custom }) => custom[field.key] ?? []) : []
  if (values.length === 0) return []
  if (field?.type === 'number') return [numbers(values as number[], locale)]
  if (field?.type !== 'money') return []
  const sums = new Map<string, number>()
  for (const { amount, currency } of values as MoneyValue[])
    sums.set(currency, (sums.get(currency) ?? 0) + amount)
  return [...sums].map(([currency, amount]) => writeMoney(amount, currency, { locale, isCode: true }))
}

/** Six places at most, as the fields keep them: what floats add beyond is none of the sum. */
function numbers(values: readonly number[], locale: string): string {
  const sum = values.reduce((all, value) => all + value, 0)
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(sum)
}
