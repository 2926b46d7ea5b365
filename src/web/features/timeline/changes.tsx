import { useT } from '../../i18n/provider.tsx'
import { useWorkspace } from '../../lib/workspace-context.tsx'
import { factKey, LINKS } from './change-text.ts'
import { useValueText } from './use-value-text.ts'

type Values = Record<string, unknown> | null

interface Props {
  before: Values
  after: Values
  /** Of the record's amounts; absent: the workspace's. */
  currency?: string | undefined
}

/** Before and after of what a change touched, in words. */
export function Changes({ before, after, currency }: Props) {
  const t = useT()
  const { detail } = useWorkspace()
  const told = after?.['currency'] ?? currency
  const show = useValueText(typeof told === 'string' ? told : detail.currency)
  if (!before || !after) return null
  const lines = Object.keys(after).flatMap((key) => {
    if (LINKS.has(key)) return []
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
