import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { useState } from 'react'
import type { DuplicateDto } from '@shared/contracts/contacts.ts'
import type { PlainKey } from '../../i18n/catalogue.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { PhoneText } from '../records/phone-text.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useTitle } from '../../lib/hooks.ts'
import { useApi, useCan } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { PhotoAvatar } from '../../ui/photo-avatar.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toast.tsx'
import { Denied } from '../settings/page.tsx'
import { MergeDialog } from './merge-dialog.tsx'

const route = getRouteApi('/w/$slug/contacts/duplicates')

const REASONS: Record<string, PlainKey> = {
  shared_address: 'duplicates.sharedAddress',
  one_item_two_contacts: 'duplicates.oneItem',
  address_changed_to_known: 'duplicates.addressChanged',
}

/** Pairs of contacts that may be one person: somebody decides. */
export function DuplicatesScreen() {
  const t = useT()
  const can = useCan()
  const { slug } = route.useParams()
  useTitle(t('duplicates.title'))
  if (!can('contacts.view')) return <Denied />
  return (
    <div className="h-full overflow-y-auto px-7 py-6 scroll-quiet max-md:px-4">
      <header className="mx-auto mb-5 flex max-w-[860px] items-center gap-2">
        <Link
          to="/w/$slug/contacts"
          params={{ slug }}
          aria-label={t('common.back')}
          className="grid size-8 place-items-center rounded-md text-text-2 hover:bg-surface-2"
        >
          <ChevronLeft className="size-[18px] rtl:-scale-x-100" aria-hidden />
        </Link>
        <h1 className="font-head text-title font-[650] tracking-[-0.01em]">{t('duplicates.title')}</h1>
      </header>
      <div className="mx-auto max-w-[860px]">
        <Pairs canMerge={can('contacts.merge')} />
      </div>
    </div>
  )
}

function Pairs({ canMerge }: { canMerge: boolean }) {
  const t = useT()
  const { client, queryClient, trpc } = useApi()
  const [merging, setMerging] = useState<DuplicateDto | null>(null)
  const { data, error, refetch } = useQuery(trpc.contacts.duplicates.queryOptions({}))
  if (error && !data) return <ErrorPane error={toAppError(error)} onRetry={() => void refetch()} />
  if (!data)
    return (
      <Delayed>
        <Bone className="h-28" />
      </Delayed>
    )
  if (data.items.length === 0)
    return <EmptyState drawing title={t('duplicates.empty')} text={t('duplicates.emptyText')} />
  const dismiss = async ({ contact, other }: DuplicateDto) => {
    try {
      await client.contacts.dismissDuplicate.mutate({ contactId: contact.id, otherContactId: other.id })
      await queryClient.invalidateQueries({ queryKey: trpc.contacts.duplicates.pathKey() })
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
    }
  }
  return (
    <>
      <ul className="space-y-3">
        {data.items.map((pair) => (
          <li
            key={`${pair.contact.id} ${pair.other.id}`}
            className="rounded-lg border p-4"
            data-testid="duplicates.pair"
          >
            <p className="mb-2 text-micro text-text-3">
              {t(REASONS[pair.reason] ?? 'duplicates.sharedAddress')}
            </p>
            <div className="grid gap-3 sm:grid-cols-2">
              {[pair.contact, pair.other].map((contact) => (
                <div key={contact.id} className="flex min-w-0 items-center gap-3">
                  <PhotoAvatar id={contact.id} name={contact.name} photo={contact.avatarUrl} size={36} />
                  <div className="min-w-0 text-small">
                    <bdi dir="auto" className="block truncate font-[600]">
                      {contact.name}
                    </bdi>
                    <span className="block truncate text-text-2">
                      {contact.phone ? <PhoneText phone={contact.phone} /> : contact.email}
                    </span>
                  </div>
                </div>
              ))}
            </div>
            {canMerge && (
              <div className="mt-3 flex gap-2">
                <Button variant="primary" size="sm" onClick={() => setMerging(pair)}>
                  {t('duplicates.compare')}
                </Button>
                <Button variant="quiet" size="sm" onClick={() => void dismiss(pair)}>
                  {t('duplicates.dismiss')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {merging && <MergeDialog pair={merging} onClose={() => setMerging(null)} />}
    </>
  )
}
