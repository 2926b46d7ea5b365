import { CalendarDays } from 'lucide-react'
import { useRef, useState, type KeyboardEvent } from 'react'
import { useLanguage } from '../i18n/provider.tsx'
import { cn } from '../lib/cn.ts'
import { useNow } from '../lib/hooks.ts'
import { dayInWords, isDayFirst, parseDay } from '../lib/parse-day.ts'
import { Input } from './field.tsx'

interface Props {
  id?: string
  'aria-describedby'?: string | undefined
  'aria-invalid'?: true | undefined
  'aria-label'?: string
  /** `YYYY-MM-DD`, or empty. */
  value: string
  onChange: (day: string) => void
  disabled?: boolean
  className?: string
}

/**
 * A day, typed in the order of the product's language, or picked. The browser's own field would show the
 * order of the browser's language, whoever reads it.
 */
export function DateInput({ value, onChange, className, disabled = false, ...control }: Props) {
  const { t, locale } = useLanguage()
  const [typed, setTyped] = useState<string | null>(null)
  const now = useNow()
  const picker = useRef<HTMLInputElement>(null)
  const text = typed ?? (value && dayInWords(value, locale))
  const day = typed === null || typed.trim() === '' ? '' : parseDay(typed, locale, now.toISOString())
  const isWrong = day === null
  const settle = () => {
    if (typed === null || isWrong) return
    setTyped(null)
    if (day !== value) onChange(day)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && typed !== null) {
      event.preventDefault()
      settle()
    }
  }
  return (
    <span className={cn('relative block', className)}>
      <Input
        {...control}
        inputMode="numeric"
        autoComplete="off"
        disabled={disabled}
        value={text}
        placeholder={t(isDayFirst(locale) ? 'date.dayFirst' : 'date.monthFirst')}
        aria-invalid={isWrong || control['aria-invalid'] ? true : undefined}
        title={isWrong ? t('date.wrong') : undefined}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={settle}
        onKeyDown={onKeyDown}
        className="pe-10"
      />
      <button
        type="button"
        disabled={disabled}
        aria-label={t('date.pick')}
        onClick={() => picker.current?.showPicker()}
        className="absolute end-1 top-1 grid size-[30px] place-items-center rounded-md text-text-3 hover:bg-surface-2 hover:text-text disabled:opacity-60"
      >
        <CalendarDays aria-hidden className="size-4 stroke-[1.75]" />
      </button>
      <input
        ref={picker}
        type="date"
        tabIndex={-1}
        aria-hidden
        value={value}
        onChange={(event) => {
          setTyped(null)
          onChange(event.target.value)
        }}
        className="pointer-events-none absolute end-1 bottom-0 size-px opacity-0"
      />
    </span>
  )
}
