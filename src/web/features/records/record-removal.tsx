import { useNavigate } from '@tanstack/react-router'
import { MoreHorizontal, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { CompanyId, ContactId } from '@shared/ids.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import type { WorkspaceApi } from '../../lib/workspace-api.ts'
import { useApi, useCan } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '../../ui/menu.tsx'
import { toast } from '../../ui/toast.tsx'

interface Removable {
  id: ContactId | CompanyId
  name: string
  deletedAt: string | null
}

type Kind = 'contact' | 'company'

const PAGES = { contact: '/w/$slug/contacts', company: '/w/$slug/companies' } as const

interface Props {
  kind: Kind
  record: Removable
  slug: string
}

/** Deletes a record, with an undo at once and a way back later: what is deleted still has its page. */
export function RecordRemoval({ kind, record, slug }: Props) {
  const t = useT()
  const can = useCan()
  const { isBusy, remove, restore } = useRemoval({ kind, record, slug })
  if (!can('contacts.delete')) return null
  if (record.deletedAt !== null)
    return (
      <Button variant="quiet" busy={isBusy} onClick={() => void restore()} data-testid="record.restore">
        {t('contacts.restore')}
      </Button>
    )
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label={t('common.more')} busy={isBusy}>
          <MoreHorizontal />
        </IconButton>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuItem onSelect={() => void remove()}>
          <Trash2 aria-hidden /> {t('contacts.delete')}
        </MenuItem>
      </MenuContent>
    </Menu>
  )
}

function useRemoval({ kind, record, slug }: Props) {
  const t = useT()
  const api = useApi()
  const navigate = useNavigate()
  const [isBusy, setBusy] = useState(false)
  const attempt = async (change: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true)
    try {
      await change()
      await showAgain(api, kind)
      return true
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
      return false
    } finally {
      setBusy(false)
    }
  }
  const { deleteIt, restoreIt } = callsOf(api, kind, record.id)
  const restore = () => attempt(restoreIt)
  const remove = async () => {
    if (!(await attempt(deleteIt))) return
    void navigate({ to: PAGES[kind], params: { slug } })
    toast({
      tone: 'success',
      text: t('contacts.deleted', { name: record.name }),
      action: { label: t('common.undo'), run: () => void restore() },
    })
  }
  return { isBusy, remove, restore }
}

function callsOf({ client }: WorkspaceApi, kind: Kind, recordId: Removable['id']) {
  if (kind === 'contact') {
    const id = recordId as ContactId
    return {
      deleteIt: () => client.contacts.delete.mutate({ id }),
      restoreIt: () => client.contacts.restore.mutate({ id }),
    }
  }
  const id = recordId as CompanyId
  return {
    deleteIt: () => client.companies.delete.mutate({ id }),
    restoreIt: () => client.companies.restore.mutate({ id }),
  }
}

/** A row that went or came back has no place to be patched in: the tables are read again. */
async function showAgain({ queryClient, trpc }: WorkspaceApi, kind: Kind): Promise<void> {
  const details = kind === 'contact' ? trpc.contacts.get.pathKey() : trpc.companies.get.pathKey()
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: [['tables', kind]] }),
    queryClient.invalidateQueries({ queryKey: details }),
  ])
}
