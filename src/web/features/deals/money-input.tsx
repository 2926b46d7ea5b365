import { useState } from 'react'
import { decimalOf } from '@shared/money.ts'
import { useT } from '../../i18n/provider.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { useMoney } from './use-money.ts'

interface Props {
  currency: string
  initial: number | null
  /** Undefined while what stands there is no amount; null for an empty field. */
  onChange: (amount: number | null | undefined) => void
  autoFocus?: boolean
  /** Why what stands there was not taken. */
  error?: string | undefined
}

/** Takes separators as people write them, and shows how it read them. */
export function MoneyInput({ currency, initial, onChange, autoFocus, error }: Props) {
  const t = useT()
  const money = useMoney()
  const [text, setText] = useState(initial === null ? '' : decimalOf(initial, currency))
  const amount = text.trim() === '' ? null : (money.parse(text, currency) ?? undefined)
  const reading = typeof amount === 'number' ? money.format(amount, currency) : undefined
  return (
    <Field
      label={t('deals.amount')}
      hint={reading}
      error={amount === undefined ? t('deals.amountBad', { currency }) : error}
      aside={<span className="text-micro text-text-3">{currency}</span>}
    >
      {(control) => (
        <Input
          {...control}
          inputMode="decimal"
          autoFocus={autoFocus}
          value={text}
          data-testid="deal.amount"
          onChange={(event) => {
            setText(event.target.value)
            const typed = event.target.value.trim()
            onChange(typed === '' ? null : (money.parse(typed, currency) ?? undefined))
          }}
        />
      )}
    </Field>
  )
}
