import { getRouteApi, Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import type { ChannelDetail } from '@shared/contracts/channels.ts'
import { useT } from '../../i18n/provider.tsx'
import { useCan } from '../../lib/workspace-context.tsx'
import { buttonVariants } from '../../ui/button.tsx'
import { ConnectForm } from './connect-form.tsx'
import { Denied, SettingsPage } from './page.tsx'
import { WebhookSetup } from './webhook-setup.tsx'

const route = getRouteApi('/w/$slug')

/** Two steps: the credentials, checked one by one; then the webhook, watched until it answers. */
export function ConnectChannelScreen() {
  const t = useT()
  const can = useCan()
  const { slug } = route.useParams()
  const [channel, setChannel] = useState<ChannelDetail | null>(null)
  if (!can('channels.manage')) return <Denied />
  const back = (
    <Link
      to="/w/$slug/settings/channels"
      params={{ slug }}
      className="mb-3 inline-flex min-h-6 items-center gap-1.5 text-small text-text-2 hover:text-text"
    >
      <ArrowLeft className="size-4 stroke-[1.75]" aria-hidden /> {t('settings.channels')}
    </Link>
  )
  if (!channel) {
    return (
      <SettingsPage title={t('connect.title')} intro={t('connect.intro')} back={back}>
        <ConnectForm onConnected={setChannel} />
      </SettingsPage>
    )
  }
  return (
    <SettingsPage title={t('connect.webhookTitle')} intro={t('connect.webhookIntro')} back={back}>
      <WebhookSetup channelId={channel.id} initial={channel} />
      <Link
        to="/w/$slug/settings/channels/$channelId"
        params={{ slug, channelId: channel.id }}
        className={buttonVariants({ variant: 'primary', className: 'mt-6' })}
      >
        {t('connect.done')}
      </Link>
    </SettingsPage>
  )
}
