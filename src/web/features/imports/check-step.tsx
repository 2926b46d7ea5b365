import { useState } from 'react'
import type { ImportCheck, ImportDto, ImportProblem } from '@shared/contracts/imports.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useLanguage, useT } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { toAppError } from '../../lib/errors.ts'
import { useApi } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { toast } from '../../ui/toast.tsx'
import { Counts } from './counts.tsx'
import { COUNT_WORDS, problemWord } from './words.ts'

/** What the import would do, before it does it. */
export function CheckStep({ item, onChange }: { item: ImportDto; onChange: () => void }) {
  const t = useT()
  const { client, queryClient, trpc } = useApi()
  const [busy, setBusy] = useState(false)
  const run = async () => {
    setBusy(true)
    try {
      await client.imports.run.mutate({ id: item.id })
      await queryClient.invalidateQueries({ queryKey: trpc.imports.pathKey() })
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
    } finally {
      setBusy(false)
    }
  }
  const { check } = item
  if (!check) return null
  const isWorthwhile = check.created + check.updated > 0
  return (
    <div className="space-y-6" data-testid="imports.check">
      <p role="status" className="text-body">
        {t('imports.checked')}
      </p>
      <Counts counts={check} />
      {check.problems.length > 0 && <Problems problems={check.problems} />}
      <Preview check={check} />
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          busy={busy}
          disabled={!isWorthwhile}
          onClick={() => void run()}
          data-testid="imports.run"
        >
          {t('imports.run')}
        </Button>
        <Button onClick={onChange}>{t('imports.change')}</Button>
      </div>
    </div>
  )
}

function Problems({ problems }: { problems: readonly ImportProblem[] }) {
  const { t, format } = useLanguage()
  return (
    <section>
      <h2 className="mb-2 text-heading font-[650]">{t('imports.problems')}</h2>
      <ul className="divide-y rounded-lg border text-small">
        {problems.map(({ kind, column, count, rows }) => (
          <li key={`${kind} ${column ?? ''}`} className="flex flex-wrap items-baseline gap-x-3 px-4 py-2.5">
            <span className="min-w-8 font-[650] tabular-nums">{format.count(count)}</span>
            <span className="min-w-0 flex-1 wrap-anywhere">
              {column && <bdi className="text-text-2">{column}: </bdi>}
              {t(problemWord(kind))}
            </span>
            <span className="text-micro text-text-3">
              {t('imports.problemRows', { rows: rows.join(', ') })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Preview({ check }: { check: ImportCheck }) {
  const t = useT()
  return (
    <section>
      <h2 className="mb-2 text-heading font-[650]">{t('imports.preview')}</h2>
      <ol className="divide-y rounded-lg border text-small">
        {check.preview.map(({ row, outcome, name, phones, emails, problem }) => (
          <li key={row} className="flex flex-wrap items-baseline gap-x-3 px-4 py-2">
            <span className="min-w-6 text-micro text-text-3 tabular-nums">{row}</span>
            <bdi className="min-w-0 flex-1 truncate font-[550]">{name}</bdi>
            <span className="min-w-0 truncate text-text-2 max-md:order-last max-md:w-full">
              {[...phones, ...emails].join(' · ')}
            </span>
            <span className={cn('text-micro', outcome === 'failed' ? 'text-danger-text' : 'text-text-3')}>
              {problem ? t(problemWord(problem)) : t(COUNT_WORDS[outcome])}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
