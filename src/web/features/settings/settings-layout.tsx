import { getRouteApi, Link, Outlet } from '@tanstack/react-router'
import { Building2, Columns3, Inbox, ListChecks, Radio, ScrollText, Tag } from 'lucide-react'
import type { ComponentType } from 'react'
import type { PlainKey } from '../../i18n/catalogue.ts'
import { useT } from '../../i18n/provider.tsx'
import type { Permission } from '@shared/permissions.ts'
import { useCan } from '../../lib/workspace-context.tsx'

const route = getRouteApi('/w/$slug')

interface Section {
  to:
    | '/w/$slug/settings'
    | '/w/$slug/settings/channels'
    | '/w/$slug/settings/fields'
    | '/w/$slug/settings/labels'
    | '/w/$slug/settings/receipts'
    | '/w/$slug/settings/pipelines'
    | '/w/$slug/settings/audit'
  label: PlainKey
  icon: ComponentType<{ className?: string }>
  needs: Permission
}

const SECTIONS: readonly Section[] = [
  { to: '/w/$slug/settings', label: 'settings.workspace', icon: Building2, needs: 'workspace.view' },
  { to: '/w/$slug/settings/channels', label: 'settings.channels', icon: Radio, needs: 'channels.view' },
  {
    to: '/w/$slug/settings/pipelines',
    label: 'settings.pipelines',
    icon: Columns3,
    needs: 'pipelines.manage',
  },
  { to: '/w/$slug/settings/fields', label: 'fields.title', icon: ListChecks, needs: 'fields.manage' },
  { to: '/w/$slug/settings/labels', label: 'labels.title', icon: Tag, needs: 'contacts.view' },
  { to: '/w/$slug/settings/receipts', label: 'settings.receipts', icon: Inbox, needs: 'receipts.view' },
  { to: '/w/$slug/settings/audit', label: 'settings.audit', icon: ScrollText, needs: 'audit.view' },
]

export function SettingsLayout() {
  const t = useT()
  const can = useCan()
  const { slug } = route.useParams()
  return (
    <div className="flex h-full min-h-0 max-md:flex-col">
      <nav
        aria-label={t('nav.settings')}
        className="shrink-0 border-e p-3 max-md:flex max-md:gap-1 max-md:overflow-x-auto max-md:border-e-0 max-md:border-b md:w-[232px]"
      >
        <p className="px-2.5 pt-1 pb-3 font-head text-title font-[650] tracking-[-0.01em] max-md:hidden">
          {t('nav.settings')}
        </p>
        {SECTIONS.filter(({ needs }) => can(needs)).map(({ to, label, icon: Icon }) => (
          <Link
            key={to}
            to={to}
            params={{ slug }}
            activeOptions={{ exact: to === '/w/$slug/settings' }}
            className="flex min-h-9 items-center gap-2.5 rounded-md px-2.5 text-small font-[550] whitespace-nowrap text-text-2 hover:bg-surface-2 hover:text-text data-[status=active]:bg-brand-soft data-[status=active]:text-brand-text pointer-coarse:min-h-11"
          >
            <Icon className="size-[17px] stroke-[1.75]" aria-hidden />
            {t(label)}
          </Link>
        ))}
      </nav>
      {/* Focusable, so that a page without controls can be scrolled by keyboard. */}
      <div
        role="region"
        aria-label={t('nav.settings')}
        tabIndex={0}
        className="focus-inset min-h-0 min-w-0 flex-1 overflow-y-auto scroll-quiet"
      >
        <div className="mx-auto max-w-[860px] px-7 py-6 max-md:px-4">
          <Outlet />
        </div>
      </div>
    </div>
  )
}
