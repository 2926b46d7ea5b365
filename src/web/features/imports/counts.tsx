import type { ImportCounts } from '@shared/contracts/imports.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { COUNT_WORDS } from './words.ts'

const KINDS = ['created', 'updated', 'skipped', 'failed'] as const

/** What became, or will become, of the rows: the four add up to the fifth. */
export function Counts({ counts }: { counts: ImportCounts }) {
  const { t, format } = useLanguage()
  const rows = KINDS.reduce((sum, kind) => sum + counts[kind], 0)
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-5" data-testid="imports.counts">
      {KINDS.map((kind) => (
        <Count key={kind} label={t(COUNT_WORDS[kind])} value={format.count(counts[kind])} />
      ))}
      <Count label={t('imports.count.rows')} value={format.count(rows)} />
    </dl>
  )
}

function Count({ label, value }: { label: string; value: string }) {
  return (
    <div className="rounded-lg border px-4 py-3">
      <dt className="text-micro text-text-3">{label}</dt>
      <dd className="text-title font-[650] tabular-nums">{value}</dd>
    </div>
  )
}
