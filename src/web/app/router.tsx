import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { TASK_VIEWS } from '@shared/tasks.ts'
import { homeSlug, loadMe } from '../lib/session.ts'
import { RootLayout } from './root-layout.tsx'
import { NotFound, RouteError, RoutePending } from './route-states.tsx'
import {
  auditSearch,
  conversationSearch,
  inboxSearch,
  isWho,
  nextPath,
  parseSearch,
  stringifySearch,
  tasksSearch,
} from './search.ts'
import type { DealSearch } from '../features/deals/search.ts'
import { tableSearch } from './table-search.ts'

const root = createRootRoute({ component: RootLayout, notFoundComponent: NotFound })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async () => {
    const me = await loadMe()
    const slug = me && homeSlug(me)
    throw slug
      ? redirect({ to: '/w/$slug/inbox/$view', params: { slug, view: 'mine' } })
      : redirect({ to: '/login' })
  },
})

const skipIfSignedIn = async () => {
  const me = await loadMe()
  if (me && homeSlug(me)) throw redirect({ to: '/' })
}

export const loginRoute = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: nextPath,
  beforeLoad: skipIfSignedIn,
  component: lazyRouteComponent(() => import('../features/auth/login-screen.tsx'), 'LoginScreen'),
})

const signUp = createRoute({
  getParentRoute: () => root,
  path: '/signup',
  beforeLoad: skipIfSignedIn,
  component: lazyRouteComponent(() => import('../features/auth/sign-up-screen.tsx'), 'SignUpScreen'),
})

export const workspaceRoute = createRoute({
  getParentRoute: () => root,
  path: '/w/$slug',
  beforeLoad: async ({ location }) => {
    if (!(await loadMe())) throw redirect({ to: '/login', search: { next: location.href } })
  },
  component: lazyRouteComponent(() => import('./workspace-layout.tsx'), 'WorkspaceLayout'),
})

const workspaceHome = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/w/$slug/inbox/$view', params: { slug: params.slug, view: 'mine' } })
  },
})

const inboxHome = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/inbox',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/w/$slug/inbox/$view', params: { slug: params.slug, view: 'mine' } })
  },
})

export const inboxRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/inbox/$view',
  validateSearch: inboxSearch,
  beforeLoad: ({ params }) => {
    if (!isWho(params.view))
      throw redirect({ to: '/w/$slug/inbox/$view', params: { slug: params.slug, view: 'mine' } })
  },
  component: lazyRouteComponent(() => import('../features/inbox/inbox-screen.tsx'), 'InboxScreen'),
})

const inboxEmpty = createRoute({
  getParentRoute: () => inboxRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../features/inbox/inbox-screen.tsx'), 'NothingOpen'),
})

export const conversationRoute = createRoute({
  getParentRoute: () => inboxRoute,
  path: '/c/$number',
  validateSearch: conversationSearch,
  component: lazyRouteComponent(() => import('../features/inbox/conversation-pane.tsx'), 'ConversationPane'),
})

const settings = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/settings-layout.tsx'), 'SettingsLayout'),
})

const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  component: lazyRouteComponent(() => import('../features/settings/workspace-screen.tsx'), 'WorkspaceScreen'),
})

const channels = createRoute({
  getParentRoute: () => settings,
  path: '/channels',
  component: lazyRouteComponent(() => import('../features/settings/channels-screen.tsx'), 'ChannelsScreen'),
})

const connectChannel = createRoute({
  getParentRoute: () => settings,
  path: '/channels/new',
  component: lazyRouteComponent(
    () => import('../features/settings/connect-channel-screen.tsx'),
    'ConnectChannelScreen',
  ),
})

export const channelRoute = createRoute({
  getParentRoute: () => settings,
  path: '/channels/$channelId',
  component: lazyRouteComponent(() => import('../features/settings/channel-screen.tsx'), 'ChannelScreen'),
})

const receipts = createRoute({
  getParentRoute: () => settings,
  path: '/receipts',
  component: lazyRouteComponent(() => import('../features/settings/receipts-screen.tsx'), 'ReceiptsScreen'),
})

const contacts = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/contacts',
  validateSearch: tableSearch,
  component: lazyRouteComponent(() => import('../features/contacts/contacts-screen.tsx'), 'ContactsScreen'),
})

const duplicates = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/contacts/duplicates',
  component: lazyRouteComponent(
    () => import('../features/contacts/duplicates-screen.tsx'),
    'DuplicatesScreen',
  ),
})

const importStart = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/contacts/import',
  component: lazyRouteComponent(() => import('../features/imports/start-screen.tsx'), 'StartScreen'),
})

const importPage = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/contacts/import/$importId',
  component: lazyRouteComponent(() => import('../features/imports/import-screen.tsx'), 'ImportScreen'),
})

const exportsPage = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/contacts/exports',
  component: lazyRouteComponent(() => import('../features/imports/exports-screen.tsx'), 'ExportsScreen'),
})

const contact = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/contacts/$contactId',
  component: lazyRouteComponent(() => import('../features/contacts/contact-page.tsx'), 'ContactPage'),
})

const companies = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/companies',
  validateSearch: tableSearch,
  component: lazyRouteComponent(
    () => import('../features/companies/companies-screen.tsx'),
    'CompaniesScreen',
  ),
})

const company = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/companies/$companyId',
  component: lazyRouteComponent(() => import('../features/companies/company-page.tsx'), 'CompanyPage'),
})

const fields = createRoute({
  getParentRoute: () => settings,
  path: '/fields',
  component: lazyRouteComponent(
    () => import('../features/records/settings/fields-screen.tsx'),
    'FieldsScreen',
  ),
})

const labels = createRoute({
  getParentRoute: () => settings,
  path: '/labels',
  component: lazyRouteComponent(
    () => import('../features/records/settings/labels-screen.tsx'),
    'LabelsScreen',
  ),
})

const audit = createRoute({
  getParentRoute: () => settings,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('../features/audit/audit-screen.tsx'), 'AuditScreen'),
})

const dealsHome = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/deals',
  component: lazyRouteComponent(() => import('../features/deals/deals-screen.tsx'), 'DealsHome'),
})

const dealRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/deals/d/$number',
  component: lazyRouteComponent(() => import('../features/deals/deal-page.tsx'), 'DealPage'),
})

const dealsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/deals/$pipelineId/$view',
  // What it may hold the screen knows, so that nobody loads that to sign in.
  validateSearch: (raw: DealSearch) => raw,
  component: lazyRouteComponent(() => import('../features/deals/deals-screen.tsx'), 'DealsScreen'),
})

const pipelinesRoute = createRoute({
  getParentRoute: () => settings,
  path: '/pipelines',
  component: lazyRouteComponent(() => import('../features/deals/pipelines-screen.tsx'), 'PipelinesScreen'),
})

const tasksHome = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/tasks',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/w/$slug/tasks/$view', params: { slug: params.slug, view: 'today' } })
  },
})

const tasksRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/tasks/$view',
  validateSearch: tasksSearch,
  beforeLoad: ({ params }) => {
    if (!TASK_VIEWS.some((view) => view === params.view))
      throw redirect({ to: '/w/$slug/tasks/$view', params: { slug: params.slug, view: 'today' } })
  },
  component: lazyRouteComponent(() => import('../features/tasks/tasks-screen.tsx'), 'TasksScreen'),
})

const routeTree = root.addChildren([
  home,
  loginRoute,
  signUp,
  workspaceRoute.addChildren([
    workspaceHome,
    inboxHome,
    inboxRoute.addChildren([inboxEmpty, conversationRoute]),
    contacts,
    duplicates,
    importStart,
    importPage,
    exportsPage,
    contact,
    companies,
    company,
    dealsHome,
    dealRoute,
    dealsRoute,
    tasksHome,
    tasksRoute,
    settings.addChildren([
      settingsHome,
      channels,
      connectChannel,
      channelRoute,
      receipts,
      pipelinesRoute,
      audit,
      fields,
      labels,
    ]),
  ]),
])

export const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch,
  defaultPreload: false,
  defaultPendingComponent: RoutePending,
  defaultPendingMs: 120,
  defaultErrorComponent: RouteError,
  defaultNotFoundComponent: NotFound,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
