import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { useT } from '../i18n/provider.tsx'
import { newTask, openNewTask } from '../features/tasks/new-task.ts'
import { useCommands, useShortcuts } from '../lib/commands.ts'
import { useStore } from '../lib/store.ts'
import { BottomBar } from './bottom-bar.tsx'
import { ConnectionBar } from './connection-bar.tsx'
import { Rail } from './rail.tsx'
import { RelogIn } from './relog-in.tsx'

const Palette = lazy(() =>
  import('../features/palette/palette.tsx').then((module) => ({ default: module.Palette })),
)
const ShortcutSheet = lazy(() =>
  import('./shortcut-sheet.tsx').then((module) => ({ default: module.ShortcutSheet })),
)

const NewTaskDialog = lazy(() =>
  import('../features/tasks/new-task-dialog.tsx').then((module) => ({ default: module.NewTaskDialog })),
)

const route = getRouteApi('/w/$slug')

type Layer = 'palette' | 'shortcuts' | null

/** Rail, sheet and what lies over them. The app is one sheet of paper on a canvas. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useT()
  const { slug } = route.useParams()
  const navigate = useNavigate()
  const [layer, setLayer] = useState<Layer>(null)
  const task = useStore(newTask)
  const close = (open: boolean) => !open && setLayer(null)
  useShortcuts()
  useCommands([
    {
      id: 'go.inbox',
      label: 'nav.inbox',
      group: 'go',
      keys: 'g i',
      run: () => void navigate({ to: '/w/$slug/inbox/$view', params: { slug, view: 'mine' } }),
    },
    {
      id: 'go.unassigned',
      label: 'palette.unassigned',
      group: 'go',
      run: () => void navigate({ to: '/w/$slug/inbox/$view', params: { slug, view: 'unassigned' } }),
    },
    {
      id: 'go.all',
      label: 'palette.all',
      group: 'go',
      run: () =>
        void navigate({
          to: '/w/$slug/inbox/$view',
          params: { slug, view: 'all' },
          search: { state: 'open' },
        }),
    },
    {
      id: 'go.deals',
      label: 'nav.deals',
      group: 'go',
      keys: 'g d',
      run: () => void navigate({ to: '/w/$slug/deals', params: { slug } }),
    },
    {
      id: 'go.pipelines',
      label: 'settings.pipelines',
      group: 'go',
      run: () => void navigate({ to: '/w/$slug/settings/pipelines', params: { slug } }),
    },
    {
      id: 'go.tasks',
      label: 'nav.tasks',
      group: 'go',
      keys: 'g t',
      run: () => void navigate({ to: '/w/$slug/tasks', params: { slug } }),
    },
    { id: 'task.create', label: 'tasks.new', group: 'view', keys: 't', run: () => openNewTask() },
    {
      id: 'go.contacts',
      label: 'nav.contacts',
      group: 'go',
      keys: 'g c',
      run: () => void navigate({ to: '/w/$slug/contacts', params: { slug } }),
    },
    {
      id: 'go.companies',
      label: 'companies.title',
      group: 'go',
      run: () => void navigate({ to: '/w/$slug/companies', params: { slug } }),
    },
    {
      id: 'go.duplicates',
      label: 'duplicates.title',
      group: 'go',
      run: () => void navigate({ to: '/w/$slug/contacts/duplicates', params: { slug } }),
    },
    {
      id: 'go.settings',
      label: 'nav.settings',
      group: 'go',
      keys: 'g s',
      run: () => void navigate({ to: '/w/$slug/settings', params: { slug } }),
    },
    {
      id: 'go.channels',
      label: 'settings.channels',
      group: 'go',
      run: () => void navigate({ to: '/w/$slug/settings/channels', params: { slug } }),
    },
    {
      id: 'open.palette',
      label: 'palette.title',
      group: 'view',
      keys: 'Mod+K',
      hidden: true,
      run: () => setLayer('palette'),
    },
    {
      id: 'toast.focus',
      label: 'shortcut.toast',
      group: 'view',
      keys: 'F8',
      hidden: true,
      run: () => document.querySelector<HTMLElement>('[data-testid=toast]:last-child button')?.focus(),
    },
    {
      id: 'open.shortcuts',
      label: 'shortcut.title',
      group: 'view',
      keys: '?',
      run: () => setLayer('shortcuts'),
    },
  ])
  return (
    <div className="flex h-full flex-col bg-bg">
      <SkipLinks />
      <ConnectionBar />
      <div className="flex min-h-0 flex-1 max-md:flex-col">
        <Rail slug={slug} onShortcuts={() => setLayer('shortcuts')} />
        <main
          id="main"
          className="min-h-0 min-w-0 flex-1 overflow-hidden bg-surface md:my-2 md:me-2 md:rounded-xl md:border"
          aria-label={t('nav.content')}
        >
          {children}
        </main>
        <BottomBar slug={slug} onShortcuts={() => setLayer('shortcuts')} />
      </div>
      <Suspense>
        {task && <NewTaskDialog />}
        {layer === 'palette' && <Palette slug={slug} onOpenChange={close} />}
        {layer === 'shortcuts' && <ShortcutSheet onOpenChange={close} />}
      </Suspense>
      <RelogIn />
    </div>
  )
}

const SKIP_TO_MAIN = ['#main', 'skip.main'] as const
const SKIPS = [
  ['#conversation-list', 'skip.list'],
  ['#thread', 'skip.thread'],
  ['#composer', 'skip.composer'],
] as const

/** The first stops of the keyboard: past the rail, to where the work is. */
function SkipLinks() {
  const t = useT()
  const [there, setThere] = useState<readonly (typeof SKIPS)[number][]>([])
  // What a screen has is known once the keyboard is here.
  const look = () => setThere(SKIPS.filter(([target]) => document.querySelector(target)))
  return (
    <nav aria-label={t('skip.title')} className="sr-only focus-within:not-sr-only">
      <div className="absolute start-3 top-3 z-50 flex gap-2 rounded-lg bg-overlay p-2 shadow-3">
        {[SKIP_TO_MAIN, ...there].map(([target, label]) => (
          <a
            key={target}
            href={target}
            onFocus={look}
            onClick={(event) => {
              event.preventDefault()
              const element = document.querySelector<HTMLElement>(target)
              if (element && element.tabIndex < 0) element.tabIndex = -1
              element?.focus()
            }}
            className="rounded-md px-2.5 py-1.5 text-small font-[550] text-brand-text hover:bg-surface-2"
          >
            {t(label)}
          </a>
        ))}
      </div>
    </nav>
  )
}
