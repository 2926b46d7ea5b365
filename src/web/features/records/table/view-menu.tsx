import { ChevronDown, Plus, Save, Trash2, Users } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import type { ViewDefinition, ViewDto, ViewEntity } from '@shared/contracts/views.ts'
import { errorText } from '../../../i18n/error-text.ts'
import { useT } from '../../../i18n/provider.tsx'
import { toAppError } from '../../../lib/errors.ts'
import { useApi, useCan, useWorkspace } from '../../../lib/workspace-context.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import {
  Menu,
  MenuContent,
  MenuItem,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
  MenuTrigger,
} from '../../../ui/menu.tsx'
import { toast } from '../../../ui/toast.tsx'

interface Props {
  entity: ViewEntity
  views: readonly ViewDto[]
  current: ViewDto | undefined
  /** What is on the screen, to be kept. */
  definition: ViewDefinition
  isChanged: boolean
  onChoose: (view: ViewDto | null) => void
}

const ALL = 'all'

/** Saved looks at the table: one's own, and those that everybody has. */
export function ViewMenu({ entity, views, current, definition, isChanged, onChoose }: Props) {
  const t = useT()
  const can = useCan()
  const { me } = useWorkspace()
  const { client, queryClient, trpc } = useApi()
  const [isNaming, setNaming] = useState(false)
  const mayChange = current && (current.isShared ? can('views.share') : current.createdBy === me.user.id)
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.views.pathKey() })
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work()
      await refresh()
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
    }
  }
  const save = () =>
    attempt(async () => {
      if (!current) return
      const { id, version } = current
      onChoose(await client.views.update.mutate({ id, version, definition }))
    })
  const remove = () =>
    attempt(async () => {
      if (!current) return
      const { name, isShared } = current
      await client.views.delete.mutate({ id: current.id })
      onChoose(null)
      toast({
        tone: 'success',
        text: t('table.viewDeleted', { name }),
        action: {
          label: t('common.undo'),
          run: () =>
            void attempt(() =>
              client.views.create.mutate({ entity, name, definition: current.definition, isShared }),
            ),
        },
      })
    })
  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <Button variant="quiet" data-testid="table.views" className="max-w-52">
            <span className="truncate">{current?.name ?? t('table.allRecords')}</span>
            {isChanged && (
              <span aria-label={t('table.unsaved')} role="img" className="size-1.5 rounded-full bg-signal" />
            )}
            <ChevronDown aria-hidden className="size-3.5! text-text-3" />
          </Button>
        </MenuTrigger>
        <MenuContent>
          <MenuRadioGroup
            value={current?.id ?? ALL}
            onValueChange={(id) => onChoose(views.find((view) => view.id === id) ?? null)}
          >
            <MenuRadioItem value={ALL}>{t('table.allRecords')}</MenuRadioItem>
            {views.map((view) => (
              <MenuRadioItem key={view.id} value={view.id}>
                <bdi dir="auto" className="truncate">
                  {view.name}
                </bdi>
                {view.isShared && <Users aria-label={t('table.shared')} className="text-text-3" />}
              </MenuRadioItem>
            ))}
          </MenuRadioGroup>
          <MenuSeparator />
          {mayChange && isChanged && (
            <MenuItem onSelect={() => void save()}>
              <Save aria-hidden /> {t('table.saveView')}
            </MenuItem>
          )}
          <MenuItem onSelect={() => setNaming(true)} data-testid="table.newView">
            <Plus aria-hidden /> {t('table.newView')}
          </MenuItem>
          {mayChange && (
            <MenuItem onSelect={() => void remove()}>
              <Trash2 aria-hidden /> {t('table.deleteView')}
            </MenuItem>
          )}
        </MenuContent>
      </Menu>
      {isNaming && (
        <NameView
          canShare={can('views.share')}
          onClose={() => setNaming(false)}
          onSave={(name, isShared) =>
            attempt(async () => {
              onChoose(await client.views.create.mutate({ entity, name, isShared, definition }))
              setNaming(false)
            })
          }
        />
      )}
    </>
  )
}

interface NameProps {
  canShare: boolean
  onClose: () => void
  onSave: (name: string, isShared: boolean) => Promise<void>
}

function NameView({ canShare, onClose, onSave }: NameProps) {
  const t = useT()
  const [name, setName] = useState('')
  const [isShared, setShared] = useState(false)
  const [busy, setBusy] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    void onSave(name.trim(), isShared).finally(() => setBusy(false))
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('table.newView')}>
      <form onSubmit={submit} className="space-y-4">
        <Field label={t('table.viewName')}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              required
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        {canShare && (
          <label className="flex items-center gap-2.5 text-small">
            <input
              type="checkbox"
              className="size-4 accent-(--brand)"
              checked={isShared}
              onChange={(event) => setShared(event.target.checked)}
            />
            {t('table.shareView')}
          </label>
        )}
        <Button type="submit" variant="primary" busy={busy} disabled={name.trim() === ''} className="w-full">
          {t('common.save')}
        </Button>
      </form>
    </Dialog>
  )
}
