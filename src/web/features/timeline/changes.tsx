import { useT } from '../../i18n/provider.tsx'
import { isId } from '@shared/ids.ts'
import { useMembers } from '../inbox/use-members.ts'
import { factKey, wordKey } from './change-text.ts'

type Values = Record<string, unknown> | null

/** Before and after of what a change touched; ids of members by their names, other ids not at all. */
export function Changes({ before, after }: { before: Values; after: Values }) {
  const t = useT()
  const members = useMembers()
  if (!before || !after) return null
  const show = (key: string, value: unknown): string | null => {
    const word = wordKey(key, value)
    if (word) return t(word)
    if (value === null || value === undefined || value === '') return t('audit.nothing')
    if (isId('user', value)) return members.nameOf(value) ?? t('audit.formerMember')
    if (typeof value === 'string') return /^[a-z]{2,3}_[0-9a-z]{26}$/.test(value) ? null : value
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
  }
  const lines = Object.keys(after).flatMap((key) => {
    const [was, is] = [show(key, before[key]), show(key, after[key])]
    return was === null || is === null ? [] : [{ key, was, is }]
  })
  if (lines.length === 0) return null
  return (
    <dl className="mt-1 space-y-0.5 text-micro text-text-2">
      {lines.map(({ key, was, is }) => (
        <div key={key} className="flex flex-wrap gap-x-1.5">
          <dt className="text-text-3">{t(factKey(key))}:</dt>
          <dd className="wrap-anywhere" dir="auto">
            {t('timeline.change', { before: was, after: is })}
          </dd>
        </div>
      ))}
    </dl>
  )
}
