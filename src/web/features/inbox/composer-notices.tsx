import { Link, getRouteApi } from '@tanstack/react-router'
import { Clock, Unplug } from 'lucide-react'
import type { ChannelId } from '@shared/ids.ts'
import { useT } from '../../i18n/provider.tsx'
import { useCan } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'

const route = getRouteApi('/w/$slug')

/** A reply can't go out now: why, what makes it possible, and what can be done meanwhile. */
export function WindowClosedNotice({ onNote }: { onNote: () => void }) {
  const t = useT()
  const can = useCan()
  return (
    <div
      className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pt-2 pb-3.5"
      data-testid="composer.windowClosed"
    >
      <Clock className="size-5 shrink-0 stroke-[1.75] text-danger-text" aria-hidden />
      <p className="min-w-[220px] flex-1 text-small text-text-2">
        <strong className="block font-[600] text-text">{t('window.closedTitle')}</strong>
        {t('window.closedText')}
      </p>
      {can('notes.create') && <Button onClick={onNote}>{t('window.writeNote')}</Button>}
    </div>
  )
}

export function ChannelDownNotice({ channelId }: { channelId: ChannelId }) {
  const t = useT()
  const can = useCan()
  const { slug } = route.useParams()
  return (
    <p
      role="status"
      className="mx-[18px] mt-2 flex flex-wrap items-center gap-2 rounded-[10px] bg-danger-soft px-3 py-2 text-small font-[550] text-danger-text max-md:mx-2"
    >
      <Unplug className="size-4 shrink-0 stroke-[1.75]" aria-hidden />
      <span className="flex-1">{t('composer.channelDown')}</span>
      {can('channels.manage') && (
        <Link
          to="/w/$slug/settings/channels/$channelId"
          params={{ slug, channelId }}
          className="font-[650] underline underline-offset-4"
        >
          {t('composer.fixChannel')}
        </Link>
      )}
    </p>
  )
}
