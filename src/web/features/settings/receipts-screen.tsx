import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ChevronDown, RotateCw } from 'lucide-react'
import { useState } from 'react'
import type { ReceiptDto } from '@shared/contracts/receipts.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useLanguage, useT } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { toAppError } from '../../lib/errors.ts'
import { useApi, useCan } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toast.tsx'
import { Denied, SettingsPage } from './page.tsx'

/** What a provider sent and we could not apply: kept, shown, and tried again when a person says so. */
export function ReceiptsScreen() {
  const t = useT()
  const can = useCan()
  if (!can('receipts.view')) return <Denied />
  return (
    <SettingsPage title={t('settings.receipts')} intro={t('receipts.intro')}>
      <FailedReceipts />
    </SettingsPage>
  )
}

function FailedReceipts() {
  const t = useT()
  const { trpc } = useApi()
  const result = useInfiniteQuery(
    trpc.receipts.list.infiniteQueryOptions(
      { state: 'failed' },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  )
  const channels = useQuery(trpc.channels.list.queryOptions())
  if (result.error && !result.data)
    return <ErrorPane error={toAppError(result.error)} onRetry={() => void result.refetch()} />
  if (!result.data) {
    return (
      <Delayed>
        <Bone className="h-32" />
      </Delayed>
    )
  }
  const receipts = result.data.pages.flatMap((page) => page.items)
  if (receipts.length === 0)
    return <EmptyState drawing title={t('receipts.empty')} text={t('receipts.emptyText')} />
  const nameOf = (receipt: ReceiptDto) =>
    channels.data?.items.find((channel) => channel.id === receipt.channelId)?.name ?? '—'
  return (
    <>
      <ul className="rounded-lg border">
        {receipts.map((receipt) => (
          <ReceiptRow key={receipt.id} receipt={receipt} channelName={nameOf(receipt)} />
        ))}
      </ul>
      {result.hasNextPage && (
        <Button className="mt-4" busy={result.isFetchingNextPage} onClick={() => void result.fetchNextPage()}>
          {t('common.showMore')}
        </Button>
      )}
    </>
  )
}

function ReceiptRow({ receipt, channelName }: { receipt: ReceiptDto; channelName: string }) {
  const { t, format } = useLanguage()
  const can = useCan()
  const { client, queryClient, trpc } = useApi()
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const replay = async () => {
    setBusy(true)
    try {
      const { state } = await client.receipts.replay.mutate({ id: receipt.id })
      toast(
        state === 'failed'
          ? { tone: 'danger', text: t('receipts.failedAgain') }
          : { tone: 'success', text: t('receipts.replayed') },
      )
      await queryClient.invalidateQueries({ queryKey: trpc.receipts.pathKey() })
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <li className="border-t px-4 py-3 first:border-t-0" data-testid="receipts.row" data-id={receipt.id}>
      <div className="flex flex-wrap items-center gap-3">
        <div className="min-w-[220px] flex-1">
          <p className="font-[550]">
            {channelName} <span className="font-normal text-text-3">· #{receipt.id}</span>
          </p>
          <p className="text-small text-text-2">
            {format.dateTime(new Date(receipt.receivedAt))} ·{' '}
            {t('receipts.attempts', { count: receipt.attempts })}
          </p>
          {receipt.error && (
            <p className="mt-0.5 text-small wrap-anywhere text-danger-text">{receipt.error.message}</p>
          )}
        </div>
        <Button variant="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('receipts.preview')}{' '}
          <ChevronDown aria-hidden className={cn('transition-transform', open && 'rotate-180')} />
        </Button>
        {can('receipts.replay') && (
          <Button busy={busy} onClick={() => void replay()} data-testid="receipts.replay">
            <RotateCw aria-hidden /> {t('receipts.replay')}
          </Button>
        )}
      </div>
      {open && (
        <pre className="mt-3 max-h-80 overflow-auto rounded-[9px] bg-surface-2 p-3 font-mono text-micro wrap-anywhere whitespace-pre-wrap">
          {pretty(receipt.bodyPreview)}
        </pre>
      )}
    </li>
  )
}

/** Indented where it is whole; a body that was cut is shown as it came. */
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
