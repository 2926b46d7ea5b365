import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ArrowLeft, RefreshCw, Unplug } from 'lucide-react'
import { useState } from 'react'
import type { ChannelDetail } from '@shared/contracts/channels.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useLanguage, useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useApi, useCan } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toast.tsx'
import { ChannelPipeline } from '../deals/channel-pipeline.tsx'
import { ChannelProblem } from './channel-problem.tsx'
import { ChannelState } from './channel-state.tsx'
import { Denied, SettingsPage } from './page.tsx'
import { RenameForm } from './rename-form.tsx'
import { WebhookSetup } from './webhook-setup.tsx'

const route = getRouteApi('/w/$slug/settings/channels/$channelId')

export function ChannelScreen() {
  const t = useT()
  const can = useCan()
  const { slug, channelId } = route.useParams()
  const { trpc } = useApi()
  const { data, error, refetch } = useQuery({
    ...trpc.channels.get.queryOptions({ id: channelId }),
    enabled: can('channels.view'),
  })
  if (!can('channels.view')) return <Denied />
  if (error && !data) return <ErrorPane error={toAppError(error)} onRetry={() => void refetch()} />
  if (!data) {
    return (
      <Delayed>
        <Bone className="h-56" />
      </Delayed>
    )
  }
  const back = (
    <Link
      to="/w/$slug/settings/channels"
      params={{ slug }}
      className="mb-3 inline-flex min-h-6 items-center gap-1.5 text-small text-text-2 hover:text-text"
    >
      <ArrowLeft className="size-4 stroke-[1.75]" aria-hidden /> {t('settings.channels')}
    </Link>
  )
  return (
    <SettingsPage title={data.name} back={back} action={<ChannelState status={data.status} />}>
      <div className="flex flex-col gap-8">
        {data.health.problem && data.status !== 'disconnected' && (
          <ChannelProblem problem={data.health.problem} />
        )}
        <Health channel={data} />
        {can('channels.manage') && (
          <>
            <RenameForm channel={data} />
            <ChannelPipeline channel={data} />
            {data.status !== 'disconnected' && (
              <section>
                <h2 className="mb-3 text-heading font-[600]">{t('channels.webhook')}</h2>
                <WebhookSetup channelId={data.id} />
              </section>
            )}
            {data.status !== 'disconnected' && <Disconnect channel={data} />}
          </>
        )}
      </div>
    </SettingsPage>
  )
}

function Health({ channel }: { channel: ChannelDetail }) {
  const { t, format } = useLanguage()
  const can = useCan()
  const { client, queryClient, trpc } = useApi()
  const [busy, setBusy] = useState(false)
  const { health } = channel
  const at = (iso: string | null | undefined) => iso && format.dateTime(new Date(iso))
  const facts: [name: string, value: string | null | undefined][] = [
    [t('channels.number'), channel.address],
    [t('channels.verifiedName'), health.verifiedName],
    [t('channels.quality'), health.quality],
    [t('channels.lastInbound'), at(channel.lastInboundAt) ?? t('channels.never')],
    [t('channels.phoneNumberId'), channel.externalAccountId],
    [t('channels.since'), at(channel.createdAt)],
  ]
  const check = async () => {
    setBusy(true)
    try {
      queryClient.setQueryData(
        trpc.channels.get.queryKey({ id: channel.id }),
        await client.channels.checkHealth.mutate({ id: channel.id }),
      )
      void queryClient.invalidateQueries({ queryKey: trpc.channels.list.queryKey() })
      toast({ tone: 'success', text: t('channels.checked') })
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <section>
      <div className="mb-3 flex items-center justify-between gap-3">
        <h2 className="text-heading font-[600]">{t('channels.health')}</h2>
        {can('channels.manage') && channel.status !== 'disconnected' && (
          <Button busy={busy} onClick={() => void check()} data-testid="channel.check">
            <RefreshCw aria-hidden /> {t('channels.check')}
          </Button>
        )}
      </div>
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-border sm:grid-cols-4">
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name} className="min-w-0 bg-surface px-3.5 py-3">
              <dt className="text-micro text-text-3">{name}</dt>
              <dd className="mt-0.5 text-small font-[550] wrap-anywhere">
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
      </dl>
    </section>
  )
}

/** No way back without new credentials, so it is asked once, and the button says what it does. */
function Disconnect({ channel }: { channel: ChannelDetail }) {
  const t = useT()
  const { client, queryClient, trpc } = useApi()
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const disconnect = async () => {
    setBusy(true)
    try {
      await client.channels.disconnect.mutate({ id: channel.id })
      await queryClient.invalidateQueries({ queryKey: trpc.channels.pathKey() })
      setOpen(false)
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="flex flex-wrap items-center gap-4 rounded-lg border px-4 py-3.5">
      <div className="min-w-[240px] flex-1">
        <h2 className="font-[600]">{t('channels.disconnect')}</h2>
        <p className="text-small text-text-2">{t('channels.disconnectText')}</p>
      </div>
      <Button onClick={() => setOpen(true)} className="text-danger-text" data-testid="channel.disconnect">
        <Unplug aria-hidden /> {t('channels.disconnect')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t('channels.disconnectTitle', { name: channel.name })}
        description={t('channels.disconnectWarning')}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>{t('common.cancel')}</Button>
            <Button
              variant="danger"
              busy={busy}
              onClick={() => void disconnect()}
              data-testid="channel.disconnect.confirm"
            >
              {t('channels.disconnectConfirm')}
            </Button>
          </>
        }
      />
    </section>
  )
}
