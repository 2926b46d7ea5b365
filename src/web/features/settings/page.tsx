import type { ReactNode } from 'react'
import { useT } from '../../i18n/provider.tsx'
import { useTitle } from '../../lib/hooks.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useMembers } from '../inbox/use-members.ts'
import { useLanguage } from '../../i18n/provider.tsx'

interface Props {
  title: string
  intro?: string
  back?: ReactNode
  action?: ReactNode
  children: ReactNode
}

/** A page of the settings: one title, what it is for, and its main action. */
export function SettingsPage({ title, intro, back, action, children }: Props) {
  useTitle(title)
  return (
    <>
      {back}
      <header className="mb-6 flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1">
          <h1 className="font-head text-title font-[650] tracking-[-0.01em] wrap-anywhere">{title}</h1>
          {intro && <p className="mt-1 max-w-[64ch] text-small text-text-2">{intro}</p>}
        </div>
        {action}
      </header>
      {children}
    </>
  )
}

/** The page exists, but not for this role: who can open it. */
export function Denied() {
  const t = useT()
  const { format } = useLanguage()
  const { items } = useMembers()
  useTitle(t('route.deniedTitle'))
  const helpers = items
    .filter((member) => member.role === 'owner' || member.role === 'admin')
    .map((member) => member.name)
  return (
    <EmptyState
      drawing
      isPage
      className="min-h-[50dvh]"
      title={t('route.deniedTitle')}
      text={
        helpers.length > 0
          ? t('route.deniedAsk', { names: format.list(helpers.slice(0, 3)) })
          : t('route.deniedText')
      }
    />
  )
}
