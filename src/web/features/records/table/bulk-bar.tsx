import { Tag, UserRound, X } from 'lucide-react'
import { useState } from 'react'
import type { LabelDto } from '@shared/contracts/labels.ts'
import type { CompanyId, ContactId, LabelId, UserId } from '@shared/ids.ts'
import { LIFECYCLES, type Lifecycle } from '@shared/records.ts'
import { errorText } from '../../../i18n/error-text.ts'
import { useT } from '../../../i18n/provider.tsx'
import { toAppError } from '../../../lib/errors.ts'
import type { WorkspaceApi } from '../../../lib/workspace-api.ts'
import { useApi } from '../../../lib/workspace-context.tsx'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from '../../../ui/menu.tsx'
import { toast } from '../../../ui/toast.tsx'
import { useMembers } from '../../inbox/use-members.ts'
import { LabelChip } from '../label-chip.tsx'
import { LIFECYCLE_NAMES } from './columns.tsx'
import type { TableEntity } from '../../../lib/table-rows.ts'
import { refreshRows } from '../../../lib/table-rows.ts'

interface Props {
  entity: TableEntity
  ids: readonly string[]
  labels: readonly LabelDto[]
  onClear: () => void
}

/** One change to all that is selected; each can be undone as one. */
export function BulkBar({ entity, ids, labels, onClear }: Props) {
  const t = useT()
  const api = useApi()
  const members = useMembers()
  const [busy, setBusy] = useState(false)
  const run = async (work: () => Promise<() => Promise<unknown>>) => {
    setBusy(true)
    try {
      const undo = await work()
      await refresh(api, entity, ids)
      const again = () => void undo().then(() => refresh(api, entity, ids))
      toast({
        tone: 'success',
        text: t('bulk.done', { count: ids.length }),
        action: { label: t('common.undo'), run: again },
      })
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <div
      role="toolbar"
      aria-label={t('bulk.title')}
      data-testid="bulk.bar"
      className="absolute inset-x-0 bottom-4 z-20 mx-auto flex w-max max-w-[calc(100%-24px)] animate-rise items-center gap-1 overflow-x-auto rounded-lg bg-overlay p-1.5 shadow-3 ring-1 ring-border"
    >
      <span className="px-2 text-small font-[600] whitespace-nowrap">
        {t('bulk.selected', { count: ids.length })}
      </span>
      <Menu>
        <MenuTrigger asChild>
          <Button variant="quiet" busy={busy}>
            <UserRound aria-hidden /> {t('contacts.owner')}
          </Button>
        </MenuTrigger>
        <MenuContent>
          <MenuItem onSelect={() => void run(() => setOwner(api, entity, { ids, ownerId: null }))}>
            {t('contacts.nobody')}
          </MenuItem>
          {members.items.map(({ userId, name }) => (
            <MenuItem
              key={userId}
              onSelect={() => void run(() => setOwner(api, entity, { ids, ownerId: userId }))}
            >
              <bdi dir="auto">{name}</bdi>
            </MenuItem>
          ))}
        </MenuContent>
      </Menu>
      {entity === 'contact' && (
        <Menu>
          <MenuTrigger asChild>
            <Button variant="quiet" busy={busy}>
              {t('contacts.lifecycle')}
            </Button>
          </MenuTrigger>
          <MenuContent>
            {LIFECYCLES.map((lifecycle) => (
              <MenuItem key={lifecycle} onSelect={() => void run(() => setLifecycle(api, ids, lifecycle))}>
                {t(LIFECYCLE_NAMES[lifecycle])}
              </MenuItem>
            ))}
          </MenuContent>
        </Menu>
      )}
      <LabelMenu
        labels={labels}
        busy={busy}
        onSet={(change) => void run(() => setLabels(api, entity, { ids, ...change }))}
      />
      <IconButton label={t('bulk.clear')} keys="Esc" onClick={onClear}>
        <X />
      </IconButton>
    </div>
  )
}

interface LabelChange {
  add: LabelId[]
  remove: LabelId[]
}

function LabelMenu({
  labels,
  busy,
  onSet,
}: {
  labels: readonly LabelDto[]
  busy: boolean
  onSet: (change: LabelChange) => void
}) {
  const t = useT()
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="quiet" busy={busy}>
          <Tag aria-hidden /> {t('contacts.labels')}
        </Button>
      </MenuTrigger>
      <MenuContent>
        <MenuLabel>{t('bulk.addLabel')}</MenuLabel>
        {labels.map((label) => (
          <MenuItem key={label.id} onSelect={() => onSet({ add: [label.id], remove: [] })}>
            <LabelChip label={label} />
          </MenuItem>
        ))}
        <MenuLabel>{t('bulk.removeLabel')}</MenuLabel>
        {labels.map((label) => (
          <MenuItem key={label.id} onSelect={() => onSet({ add: [], remove: [label.id] })}>
            <LabelChip label={label} />
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  )
}

const AT_ONCE = 100

async function refresh(api: WorkspaceApi, entity: TableEntity, ids: readonly string[]): Promise<void> {
  for (const part of parts(ids, AT_ONCE)) await refreshRows(api, entity, part)
}

function parts<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  )
}

/** Each of these answers with what takes it back. */
type Undo = () => Promise<unknown>

async function setOwner(
  { client }: WorkspaceApi,
  entity: TableEntity,
  { ids, ownerId }: { ids: readonly string[]; ownerId: UserId | null },
): Promise<Undo> {
  const change = (group: readonly string[], to: UserId | null) =>
    entity === 'contact'
      ? client.tables.changeContacts.mutate({ ids: group as ContactId[], ownerId: to })
      : client.tables.changeCompanies.mutate({ ids: group as CompanyId[], ownerId: to })
  const before: { id: string; ownerId: UserId | null }[] = []
  for (const part of parts(ids, AT_ONCE)) before.push(...(await change(part, ownerId)).before)
  return async () => {
    for (const [owner, group] of groupsBy(before, (row) => row.ownerId)) await change(group, owner)
  }
}

async function setLifecycle({ client }: WorkspaceApi, ids: readonly string[], to: Lifecycle): Promise<Undo> {
  const change = (group: readonly string[], lifecycle: Lifecycle) =>
    client.tables.changeContacts.mutate({ ids: group as ContactId[], lifecycle })
  const before: { id: string; lifecycle?: Lifecycle | undefined }[] = []
  for (const part of parts(ids, AT_ONCE)) before.push(...(await change(part, to)).before)
  return async () => {
    for (const [lifecycle, group] of groupsBy(before, (row) => row.lifecycle ?? 'lead'))
      await change(group, lifecycle)
  }
}

async function setLabels(
  { client }: WorkspaceApi,
  entity: TableEntity,
  { ids, ...change }: { ids: readonly string[] } & LabelChange,
): Promise<Undo> {
  const records = ids.map((recordId) => ({ entity, recordId })) as Parameters<
    typeof client.labels.set.mutate
  >[0]['records']
  const changed = await client.labels.set.mutate({ records, ...change })
  return () => client.labels.restore.mutate(changed)
}

function groupsBy<Row extends { id: string }, Key>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): Map<Key, string[]> {
  const groups = new Map<Key, string[]>()
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row.id])
  return groups
}
