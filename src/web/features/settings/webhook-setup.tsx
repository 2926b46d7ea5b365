import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleDashed } from 'lucide-react'
import type { ChannelDetail } from '@shared/contracts/channels.ts'
import type { ChannelId } from '@shared/ids.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { useApi } from '../../lib/workspace-context.tsx'
import { CopyField } from '../../ui/copy-field.tsx'

const WATCH_MS = 3_000

/** When Meta last called us for this channel, in whatever way we know of it. */
function lastCallOf({ health, lastInboundAt }: ChannelDetail): string | undefined {
  return health.lastWebhookAt ?? lastInboundAt ?? health.webhookVerifiedAt
}

/** What to paste at Meta, and a light that turns green by itself when Meta calls. */
export function WebhookSetup({ channelId, initial }: { channelId: ChannelId; initial?: ChannelDetail }) {
  const { t, format } = useLanguage()
  const { trpc } = useApi()
  const { data } = useQuery({
    ...trpc.channels.get.queryOptions({ id: channelId }),
    ...(initial ? { initialData: initial } : {}),
    // Verifying a webhook is no event of the log, so this page asks until it happened.
    refetchInterval: (query) => (query.state.data && lastCallOf(query.state.data) ? false : WATCH_MS),
  })
  if (!data) return null
  const seenAt = lastCallOf(data)
  return (
    <div className="flex max-w-[600px] flex-col gap-4">
      <CopyField label={t('connect.callbackUrl')} value={data.webhookUrl} />
      {data.verifyToken !== null && <CopyField label={t('connect.verifyToken')} value={data.verifyToken} />}
      <p className="text-small text-text-2">{t('connect.webhookHelp')}</p>
      {seenAt ? (
        <p
          role="status"
          data-testid="webhook.state"
          data-state="received"
          className="flex items-center gap-2 rounded-[10px] bg-success-soft px-3.5 py-2.5 text-small font-[550] text-success-text"
        >
          <CircleCheck className="size-[18px] stroke-[1.75]" aria-hidden />
          {t('connect.webhookReceived', { at: format.dateTime(new Date(seenAt)) })}
        </p>
      ) : (
        <p
          role="status"
          data-testid="webhook.state"
          data-state="waiting"
          className="flex items-center gap-2 rounded-[10px] bg-surface-2 px-3.5 py-2.5 text-small text-text-2"
        >
          <CircleDashed
            className="size-[18px] animate-spin stroke-[1.75] [animation-duration:4s]"
            aria-hidden
          />
          {t('connect.webhookWaiting')}
        </p>
      )}
    </div>
  )
}
