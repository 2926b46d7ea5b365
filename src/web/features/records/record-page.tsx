import { Link } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useT } from '../../i18n/provider.tsx'
import { useTitle } from '../../lib/hooks.ts'
import { cn } from '../../lib/cn.ts'

type Part = 'facts' | 'history' | 'work'

interface Props {
  slug: string
  back: 'contacts' | 'companies'
  title: string
  header: ReactNode
  facts: ReactNode
  history: ReactNode
  work: ReactNode
}

const PARTS = ['facts', 'history', 'work'] as const

/** A record's page: what is known, what happened, what is to do. On a phone one of the three at a time. */
export function RecordPage({ slug, back, title, header, facts, history, work }: Props) {
  const t = useT()
  const [part, setPart] = useState<Part>('facts')
  useTitle(title)
  const body: Record<Part, ReactNode> = { facts, history, work }
  const look: Record<Part, string> = {
    facts: 'lg:w-[330px] lg:shrink-0 lg:border-e',
    history: 'lg:flex-1',
    work: 'lg:w-[310px] lg:shrink-0 lg:border-s',
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex flex-wrap items-center gap-3 border-b px-5 py-3 max-md:px-3">
        <Link
          to={back === 'contacts' ? '/w/$slug/contacts' : '/w/$slug/companies'}
          params={{ slug }}
          aria-label={t('common.back')}
          className="grid size-8 place-items-center rounded-md text-text-2 hover:bg-surface-2"
        >
          <ChevronLeft className="size-[18px] rtl:-scale-x-100" aria-hidden />
        </Link>
        {header}
      </header>
      <nav aria-label={t('record.parts')} className="flex gap-1 border-b px-3 py-1.5 lg:hidden">
        {PARTS.map((key) => (
          <button
            key={key}
            type="button"
            aria-current={part === key ? 'true' : undefined}
            onClick={() => setPart(key)}
            className={cn(
              'min-h-9 rounded-md px-3 text-small font-[550]',
              part === key ? 'bg-brand-soft text-brand-text' : 'text-text-2',
            )}
          >
            {t(`record.${key}`)}
          </button>
        ))}
      </nav>
      <div className="flex min-h-0 flex-1">
        {PARTS.map((key) => (
          <div
            key={key}
            role="region"
            aria-label={t(`record.${key}`)}
            tabIndex={0}
            className={cn(
              'focus-inset min-w-0 overflow-y-auto p-5 scroll-quiet max-lg:w-full max-md:p-4',
              look[key],
              part !== key && 'max-lg:hidden',
            )}
          >
            {body[key]}
          </div>
        ))}
      </div>
    </div>
  )
}
