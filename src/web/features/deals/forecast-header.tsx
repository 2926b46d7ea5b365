import type { MoneySum } from '@shared/contracts/deals.ts'
import { useLanguage, useT } from '../../i18n/provider.tsx'
import { useMembers } from '../inbox/use-members.ts'
import type { ColumnProps } from './forecast-column.tsx'
import { outlookOf, outlooksByOwner, type Outlook } from './forecast-sums.ts'
import { addSums, useMoney } from './use-money.ts'
import { useMonthName } from './use-month-name.ts'

const PARTS = ['committed', 'weighted', 'best'] as const

/** What a month may bring in all, and by owner. */
export function ForecastHeader({ month, open, won, chanceOf }: ColumnProps) {
  const { t, format } = useLanguage()
  const nameOf = useMonthName()
  const money = useMoney()
  const outlook = outlookOf(open, won, chanceOf)
  const owners = outlooksByOwner(open, won, chanceOf)
  const count = open.reduce((total, sum) => total + sum.count, 0)
  const wonSums = addSums(won.map((sum) => [sum]))
  return (
    <header className="px-3 pt-2.5 pb-2">
      <h2 className="flex items-baseline gap-2 text-small font-[650]">
        <span className="truncate first-letter:uppercase">{nameOf(month)}</span>
        <span className="font-medium text-text-3" data-testid="forecast.count">
          {format.count(count)}
        </span>
      </h2>
      <Figures outlook={outlook} />
      {won.length > 0 && (
        <p className="text-micro text-success-text">
          {t('forecast.won', { amount: amountOf(money, wonSums) })}
        </p>
      )}
      {owners.length > 0 && <Owners owners={owners} />}
    </header>
  )
}

const amountOf = (money: ReturnType<typeof useMoney>, sums: readonly MoneySum[]): string =>
  money.sum(sums) || '—'

function Figures({ outlook }: { outlook: Outlook }) {
  const t = useT()
  const money = useMoney()
  return (
    <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-2 text-micro">
      {PARTS.map((part) => (
        <div key={part} className="contents">
          <dt className="text-text-3">{t(`forecast.${part}`)}</dt>
          <dd className="truncate text-end font-[550] tabular-nums" data-testid={`forecast.${part}`}>
            {amountOf(money, outlook[part])}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Owners({ owners }: { owners: ReturnType<typeof outlooksByOwner> }) {
  const t = useT()
  const members = useMembers()
  const money = useMoney()
  return (
    <details className="mt-1 text-micro">
      <summary className="min-h-6 cursor-pointer text-text-2 pointer-coarse:min-h-11">
        {t('forecast.byOwner')}
      </summary>
      <table className="w-full tabular-nums" data-testid="forecast.owners">
        <thead className="text-text-3">
          <tr>
            <th className="text-start font-medium">{t('deals.owner')}</th>
            {PARTS.map((part) => (
              <th key={part} className="ps-1 text-end font-medium">
                {t(`forecast.${part}Short`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {owners.map(({ ownerId, outlook }) => (
            <tr key={ownerId}>
              <th scope="row" className="max-w-20 truncate text-start font-medium">
                {(ownerId ? members.nameOf(ownerId) : t('deals.nobody')) ?? t('audit.formerMember')}
              </th>
              {PARTS.map((part) => (
                <td key={part} className="ps-1 text-end whitespace-nowrap">
                  {amountOf(money, outlook[part])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
