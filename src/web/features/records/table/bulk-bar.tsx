import { Tag, UserRound, X } from 'lucide-react'
import { useState } from 'react'
import type { LabelDto } from '@shared/contracts/labels.ts'
import type { LabelId } from '@shared/ids.ts'
import { LIFECYCLES } from '@shared/records.ts'
import type { Translate } from '../../../i18n/catalogue.ts'
import { errorText } from '../../../i18n/error-text.ts'
import { useT } from '../../../i18n/provider.tsx'
import { toAppError } from '../../../lib/errors.ts'
import { useApi } from '../../../lib/workspace-context.tsx'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from '../../../ui/menu.tsx'
import { toast } from '../../../ui/toast.tsx'
import { useMembers } from '../../inbox/use-members.ts'
import { LabelChip } from '../label-chip.tsx'
import { LIFECYCLE_NAMES } from './columns.tsx'
import type { TableEntity } from '../../../lib/table-rows.ts'
import {
  changeAll,
  labelChange,
  lifecycleChange,
  ownerChange,
  type BulkResult,
  type Change,
} from './bulk-work.ts'

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
  const { run, done } = useBulk(entity, ids)
  const busy = done !== null
  return (
    <div
      role="toolbar"
      aria-label={t('bulk.title')}
      data-testid="bulk.bar"
      className="absolute inset-x-0 bottom-4 z-20 mx-auto flex w-max max-w-[calc(100%-24px)] animate-rise items-center gap-1 overflow-x-auto rounded-lg bg-overlay p-1.5 shadow-3 ring-1 ring-border"
    >
      <span className="px-2 text-small font-[600] whitespace-nowrap">
        {done === null
          ? t('bulk.selected', { count: ids.length })
          : t('bulk.progress', { done, total: ids.length })}
      </span>
      <Menu>
        <MenuTrigger asChild>
          <Button variant="quiet" busy={busy}>
            <UserRound aria-hidden /> {t('contacts.owner')}
          </Button>
        </MenuTrigger>
        <MenuContent>
          <MenuItem onSelect={() => void run(ownerChange(api, entity, null))}>
            {t('contacts.nobody')}
          </MenuItem>
          {members.items.map(({ userId, name }) => (
            <MenuItem key={userId} onSelect={() => void run(ownerChange(api, entity, userId))}>
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
              <MenuItem key={lifecycle} onSelect={() => void run(lifecycleChange(api, lifecycle))}>
                {t(LIFECYCLE_NAMES[lifecycle])}
              </MenuItem>
            ))}
          </MenuContent>
        </Menu>
      )}
      <LabelMenu labels={labels} busy={busy} onSet={(change) => void run(labelChange(api, entity, change))} />
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

/** Runs one change over all that is selected; tells how far it is, then what became of it. */
function useBulk(entity: TableEntity, ids: readonly string[]) {
  const t = useT()
  const api = useApi()
  const [done, setDone] = useState<number | null>(null)
  const run = async (change: Change) => {
    setDone(0)
    const result = await changeAll({ api, entity, ids, change, onProgress: setDone })
    setDone(null)
    toast({
      tone: result.error ? 'danger' : 'success',
      text: resultWords(t, result),
      ...(result.changed > 0 && {
        action: {
          label: t('common.undo'),
          run: () =>
            void result
              .undo()
              .catch((thrown: unknown) => toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })),
        },
      }),
    })
  }
  return { run, done }
}

function resultWords(t: Translate, { changed, unchanged, gone, failed, error }: BulkResult): string {
  return [
    t('bulk.done', { count: changed }),
    ...(unchanged > 0 ? [t('bulk.unchanged', { count: unchanged })] : []),
    ...(gone > 0 ? [t('bulk.gone', { count: gone })] : []),
    ...(failed > 0 ? [t('bulk.failed', { count: failed })] : []),
    ...(error ? [errorText(t, error)] : []),
  ].join(' · ')
}
