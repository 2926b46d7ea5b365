import { useMemo } from 'react'
import type { MoneySum } from '@shared/contracts/deals.ts'
import { parseMoney, percentOf, writeMoney } from '@shared/money.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { useWorkspace } from '../../lib/workspace-context.tsx'

/** Amounts as the reader's language writes them where the workspace is. */
export function useMoney() {
  const { locale: language } = useLanguage()
  const { country, currency: home } = useWorkspace().detail
  return useMemo(() => {
    const locale = language.includes('-') ? language : `${language}-${country}`
    // `$` means many in the region: amounts in another currency than the workspace's show the code.
    const format = (amount: number | string, currency: string) =>
      writeMoney(amount, currency, { locale, isCode: currency !== home })
    const brief = (amount: bigint | string, currency: string, isCode: boolean) =>
      writeMoney(amount, currency, { locale, isCode, isCompact: true })
    const sum = (sums: readonly MoneySum[], percent = 100) =>
      sums
        .filter((each) => each.amount !== '0')
        .map((each) => brief(percentOf(each.amount, percent), each.currency, sums.length > 1))
        .join(' + ')
    return {
      locale,
      format,
      sum,
      parse: (text: string, currency: string) => parseMoney(text, currency, locale),
    }
  }, [language, country, home])
}

/** Sums of several columns, by currency. */
export function addSums(all: readonly (readonly MoneySum[])[], percents?: readonly number[]): MoneySum[] {
  const totals = new Map<string, { count: number; amount: bigint }>()
  all.forEach((sums, index) => {
    for (const { currency, count, amount } of sums) {
      const total = totals.get(currency) ?? { count: 0, amount: 0n }
      const added = percentOf(amount, percents?.[index] ?? 100)
      totals.set(currency, { count: total.count + count, amount: total.amount + added })
    }
  })
  return [...totals].map(([currency, { count, amount }]) => ({ currency, count, amount: amount.toString() }))
}
