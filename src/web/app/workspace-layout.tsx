import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { getRouteApi, Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useMemo, useState, type ReactNode } from 'react'
import type { Me, WorkspaceDetail, WorkspaceSummary } from '@shared/contracts/accounts.ts'
import { Outbox } from '../features/inbox/outbox.ts'
import { chooseLocale, rememberedLocale, type Scope } from '../i18n/locale.ts'
import { useLanguage, useT } from '../i18n/provider.tsx'
import { toAppError } from '../lib/errors.ts'
import { useTitle } from '../lib/hooks.ts'
import { rememberWorkspace, session } from '../lib/session.ts'
import { useStore } from '../lib/store.ts'
import { workspaceApi, type WorkspaceApi } from '../lib/workspace-api.ts'
import { WorkspaceContext } from '../lib/workspace-context.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorPane } from '../ui/error-pane.tsx'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { RoutePending } from './route-states.tsx'
import { Shell } from './shell.tsx'
import { startLive } from './start-live.ts'

const route = getRouteApi('/w/$slug')

/** The workspace of the address. Membership decides; a foreign slug tells nothing, not even that it exists. */
export function WorkspaceLayout() {
  const { slug } = route.useParams()
  const me = useStore(session)
  if (!me) return <RoutePending />
  const summary = me.workspaces.find((workspace) => workspace.slug === slug)
  if (!summary) return <NotAMember />
  return <OpenWorkspace key={summary.id} me={me} summary={summary} />
}

function OpenWorkspace({ me, summary }: { me: Me; summary: WorkspaceSummary }) {
  const api = workspaceApi(summary)
  return (
    <QueryClientProvider client={api.queryClient}>
      <TooltipProvider>
        <LoadWorkspace me={me} api={api} />
      </TooltipProvider>
    </QueryClientProvider>
  )
}

function LoadWorkspace({ me, api }: { me: Me; api: WorkspaceApi }) {
  const { data, error, refetch } = useQuery(api.trpc.workspace.get.queryOptions())
  const hasWords = useWords('inbox')
  if (data && hasWords) return <ReadyWorkspace me={me} api={api} detail={data} />
  if (error) {
    const failure = toAppError(error)
    if (failure.code === 'FORBIDDEN' || failure.code === 'NOT_FOUND') return <NotAMember />
    return (
      <main className="grid h-full place-items-center">
        <ErrorPane error={failure} onRetry={() => void refetch()} />
      </main>
    )
  }
  return <RoutePending />
}

/** Asks for the words of a part; true once they are here. */
function useWords(scope: Scope): boolean {
  const { has, need } = useLanguage()
  const isHere = has(scope)
  const ask = useEffectEvent(() => need(scope))
  useEffect(() => {
    if (!isHere) ask()
  }, [isHere])
  return isHere
}

/** The inbox is shown with its own words; the others are on their way by then. */
function Words({ children }: { children: ReactNode }) {
  const hasAll = useWords('all')
  const isInbox = useRouterState({ select: ({ location }) => INBOX.test(location.pathname) })
  return hasAll || isInbox ? children : <RoutePending />
}

const INBOX = /^\/w\/[^/]+\/inbox/

function ReadyWorkspace({ me, api, detail }: { me: Me; api: WorkspaceApi; detail: WorkspaceDetail }) {
  const { setLocale, locale } = useLanguage()
  // Live goes on from the first answer; a later one must not open a second connection.
  const [parts] = useState(() => {
    const { live, cache } = startLive(api, me.user.id, detail.eventSeq)
    return { live, cache, outbox: new Outbox(api, cache) }
  })

  useEffect(() => {
    parts.live.start()
    parts.outbox.start()
    return () => {
      parts.live.stop()
      parts.outbox.stop()
    }
  }, [parts])

  useEffect(() => rememberWorkspace(detail.slug), [detail.slug])

  const wanted = chooseLocale(me.user.locale ?? rememberedLocale(), detail.locale, navigator.languages)
  const follow = useEffectEvent(() => {
    if (wanted !== locale) setLocale(wanted)
  })
  // Only a changed setting moves the language, not the person's pick of this moment.
  useEffect(() => follow(), [wanted])

  const workspace = useMemo(() => ({ me, detail, api, ...parts }), [me, detail, api, parts])
  return (
    <WorkspaceContext value={workspace}>
      <Shell>
        <Words>
          <Outlet />
        </Words>
      </Shell>
    </WorkspaceContext>
  )
}

function NotAMember() {
  const t = useT()
  useTitle(t('route.deniedTitle'))
  return (
    <main className="grid h-full min-h-[60dvh] place-items-center">
      <EmptyState
        drawing
        isPage
        title={t('route.deniedTitle')}
        text={t('route.deniedWorkspace')}
        action={
          <a href="/" className="font-[600] text-brand-text underline-offset-4 hover:underline">
            {t('route.goHome')}
          </a>
        }
      />
    </main>
  )
}
