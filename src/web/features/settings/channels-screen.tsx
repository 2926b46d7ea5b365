import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ChevronRight, Plus } from 'lucide-react'
import type { ChannelDto } from '@shared/contracts/channels.ts'
import { useLanguage, useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useNow } from '../../lib/hooks.ts'
import { useApi, useCan } from '../../lib/workspace-context.tsx'
import { buttonVariants } from '../../ui/button.tsx'
import { ChannelGlyph } from '../../ui/channel-glyph.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { ChannelState } from './channel-state.tsx'
import { PROBLEMS } from './channel-words.ts'
import { Denied, SettingsPage } from './page.tsx'

const route = getRouteApi('/w/$slug')

export function ChannelsScreen() {
  const t = useT()
  const can = useCan()
  const { slug } = route.useParams()
  if (!can('channels.view')) return <Denied />
  const connect = can('channels.manage') && (
    <Link
      to="/w/$slug/settings/channels/new"
      params={{ slug }}
      className={buttonVariants({ variant: 'primary' })}
      data-testid="channels.connect"
    >
      <Plus aria-hidden /> {t('channels.connect')}
    </Link>
  )
  return (
    <SettingsPage title={t('settings.channels')} intro={t('channels.intro')} action={connect}>
      <ChannelList slug={slug} />
    </SettingsPage>
  )
}

function ChannelList({ slug }: { slug: string }) {
  const t = useT()
  const { trpc } = useApi()
  const { data, error, refetch } = useQuery(trpc.channels.list.queryOptions())
  if (error && !data) return <ErrorPane error={toAppError(error)} onRetry={() => void refetch()} />
  if (!data) {
    return (
      <Delayed>
        <div className="space-y-2">
          <Bone className="h-[74px]" />
          <Bone className="h-[74px]" />
        </div>
      </Delayed>
    )
  }
  if (data.items.length === 0)
    return <EmptyState drawing title={t('channels.empty')} text={t('channels.emptyText')} />
  return (
    <ul className="rounded-lg border">
      {data.items.map((channel) => (
        <ChannelRow key={channel.id} channel={channel} slug={slug} />
      ))}
    </ul>
  )
}

function ChannelRow({ channel, slug }: { channel: ChannelDto; slug: string }) {
  const { t } = useLanguage()
  const { problem } = channel.health
  return (
    <li className="border-t first:border-t-0">
      <Link
        to="/w/$slug/settings/channels/$channelId"
        params={{ slug, channelId: channel.id }}
        data-testid="channels.row"
        data-id={channel.id}
        className="focus-inset flex items-center gap-3.5 px-4 py-3 hover:bg-surface-2"
      >
        <span className="grid size-10 shrink-0 place-items-center rounded-[11px] bg-surface-2">
          <ChannelGlyph kind={channel.kind} className="size-5" />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <bdi dir="auto" className="font-[600]">
              {channel.name}
            </bdi>
            <ChannelState status={channel.status} />
          </span>
          <span className="mt-0.5 block truncate text-small text-text-2">
            {t('channels.kindCloud')} · <bdi>{channel.address ?? channel.externalAccountId}</bdi>
            <LastEvent channel={channel} />
          </span>
          {problem && channel.status !== 'disconnected' && (
            <span className="mt-0.5 block text-small text-warning-text">
              {t(PROBLEMS[problem.reason].what)}
            </span>
          )}
        </span>
        <ChevronRight className="size-4 shrink-0 stroke-[1.75] text-text-3 rtl:-scale-x-100" aria-hidden />
      </Link>
    </li>
  )
}

function LastEvent({ channel }: { channel: ChannelDto }) {
  const { t, format } = useLanguage()
  const now = useNow()
  const { lastWebhookAt } = channel.health
  return lastWebhookAt ? (
    <> · {t('channels.lastEvent', { ago: format.ago(new Date(lastWebhookAt), now) })}</>
  ) : null
}
