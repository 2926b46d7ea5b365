import { Link } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { useT } from '../../i18n/provider.tsx'
import { useTitle } from '../../lib/hooks.ts'

interface Props {
  slug: string
  title: string
  intro?: string
  children: ReactNode
}

/** A page about files of contacts, with the way back to them. */
export function Frame({ slug, title, intro, children }: Props) {
  const t = useT()
  useTitle(title)
  return (
    <div className="h-full overflow-y-auto px-7 py-6 scroll-quiet max-md:px-4">
      <div className="mx-auto max-w-[860px]">
        <header className="mb-5">
          <div className="flex items-center gap-2">
            <Link
              to="/w/$slug/contacts"
              params={{ slug }}
              aria-label={t('common.back')}
              className="grid size-8 place-items-center rounded-md text-text-2 hover:bg-surface-2"
            >
              <ChevronLeft className="size-[18px] rtl:-scale-x-100" aria-hidden />
            </Link>
            <h1 className="min-w-0 truncate font-head text-title font-[650] tracking-[-0.01em]">{title}</h1>
          </div>
          {intro && <p className="mt-1 max-w-[64ch] text-small text-text-2">{intro}</p>}
        </header>
        {children}
      </div>
    </div>
  )
}
