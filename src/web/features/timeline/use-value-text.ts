import { isId } from '@shared/ids.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { usePipelines } from '../deals/use-pipelines.ts'
import { useMoney } from '../deals/use-money.ts'
import { useMembers } from '../inbox/use-members.ts'
import { wordKey } from './change-text.ts'

const DAY = /^\d{4}-\d\d-\d\d$/
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/
const ANY_ID = /^[a-z]{2,3}_[0-9a-z]{26}$/

/**
 * Values of the audit log as people read them: members, stages and reasons by their names, money and
 * times written out. Null for what says nothing to anybody, such as the id of something else.
 * @param currency of amounts that say none.
 */
export function useValueText(currency: string): (key: string, value: unknown) => string | null {
  const { t, locale, format } = useLanguage()
  const members = useMembers()
  const money = useMoney()
  const { stageOf, lostReasons } = usePipelines()
  return (key, value) => {
    const word = wordKey(key, value)
    if (word) return t(word)
    if (value === null || value === undefined || value === '') return t('audit.nothing')
    if (key === 'amount' && typeof value === 'number') return money.format(value, currency)
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    if (typeof value !== 'string') return null
    if (isId('user', value)) return members.nameOf(value) ?? t('audit.formerMember')
    if (isId('stage', value)) return stageOf(value)?.name ?? t('deals.formerStage')
    if (isId('lostReason', value)) return lostReasons.find(({ id }) => id === value)?.label ?? null
    if (DAY.test(value))
      return new Date(`${value}T12:00:00`).toLocaleDateString(locale, { dateStyle: 'medium' })
    if (INSTANT.test(value) && value.endsWith('Z')) return format.dateTime(new Date(value))
    return ANY_ID.test(value) ? null : value
  }
}
