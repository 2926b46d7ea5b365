import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { homeSlug, loadMe } from '../lib/session.ts'
import { RootLayout } from './root-layout.tsx'
import { NotFound, RouteError, RoutePending } from './route-states.tsx'
import { conversationSearch, inboxSearch, isWho, nextPath, parseSearch, stringifySearch } from './search.ts'

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

const routeTree = root.addChildren([
  home,
  loginRoute,
  signUp,
  workspaceRoute.addChildren([
    workspaceHome,
    inboxHome,
    inboxRoute.addChildren([inboxEmpty, conversationRoute]),
    settings.addChildren([settingsHome, channels, connectChannel, channelRoute, receipts]),
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
