import { Tabs } from 'radix-ui'
import { lazy, Suspense } from 'react'
import type { ConversationDetail } from '@shared/contracts/conversations.ts'
import type { Permission } from '@shared/permissions.ts'
import type { PanelTab } from '../../app/search.ts'
import type { PlainKey } from '../../i18n/catalogue.ts'
import { useT } from '../../i18n/provider.tsx'
import { useCan } from '../../lib/workspace-context.tsx'
import { RowSkeletons } from './row-skeletons.tsx'

// What stands beside a conversation comes after the conversation.
const ContactPanel = lazy(() =>
  import('./contact-panel.tsx').then(({ ContactPanel: it }) => ({ default: it })),
)
const DealPanel = lazy(() => import('../deals/deal-panel.tsx').then(({ DealPanel: it }) => ({ default: it })))
const FilesPanel = lazy(() => import('./files-panel.tsx').then(({ FilesPanel: it }) => ({ default: it })))
const ActivityPanel = lazy(() =>
  import('../timeline/activity-panel.tsx').then(({ ActivityPanel: it }) => ({ default: it })),
)

const TABS: readonly { tab: PanelTab; label: PlainKey; needs?: Permission }[] = [
  { tab: 'contact', label: 'panel.contact' },
  { tab: 'deal', label: 'panel.deal', needs: 'deals.view' },
  { tab: 'files', label: 'panel.files' },
  { tab: 'activity', label: 'panel.activity' },
]

interface Props {
  detail: ConversationDetail
  tab: PanelTab
  onTab: (tab: PanelTab) => void
}

/** Who the person is and what there is with them, beside what they say. */
export function SidePanel({ detail, tab, onTab }: Props) {
  const t = useT()
  const can = useCan()
  const shown = TABS.filter(({ needs }) => !needs || can(needs))
  return (
    <Tabs.Root
      value={tab}
      onValueChange={(next) => onTab(next as PanelTab)}
      className="flex min-h-full flex-col"
    >
      <Tabs.List
        aria-label={t('panel.title')}
        className="sticky top-0 z-10 flex shrink-0 gap-1 border-b bg-surface px-2 pt-2"
      >
        {shown.map(({ tab: value, label }) => (
          <Tabs.Trigger
            key={value}
            value={value}
            data-testid={`panel.${value}`}
            className="-mb-px min-h-9 border-b-2 border-transparent px-2.5 text-small text-text-2 transition-colors duration-(--t-1) hover:text-text data-[state=active]:border-brand data-[state=active]:font-[600] data-[state=active]:text-text"
          >
            {t(label)}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content value="contact" tabIndex={-1}>
        <Suspense fallback={<RowSkeletons />}>
          <ContactPanel detail={detail} />
        </Suspense>
      </Tabs.Content>
      <Tabs.Content value="deal" tabIndex={-1}>
        <Suspense fallback={<RowSkeletons />}>
          <DealPanel detail={detail} />
        </Suspense>
      </Tabs.Content>
      <Tabs.Content value="files" tabIndex={-1}>
        <Suspense fallback={<RowSkeletons />}>
          <FilesPanel conversationId={detail.id} />
        </Suspense>
      </Tabs.Content>
      <Tabs.Content value="activity" tabIndex={-1}>
        <Suspense fallback={<RowSkeletons />}>
          <ActivityPanel record={{ entity: 'contact', recordId: detail.contactId }} />
        </Suspense>
      </Tabs.Content>
    </Tabs.Root>
  )
}
