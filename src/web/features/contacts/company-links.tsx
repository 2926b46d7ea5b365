import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import type { ContactDto } from '@shared/contracts/contacts.ts'
import type { CompanyId } from '@shared/ids.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useSettled } from '../../lib/hooks.ts'
import { useApi, useWorkspace } from '../../lib/workspace-context.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '../../ui/popover.tsx'
import { toast } from '../../ui/toast.tsx'
import { refreshRows } from '../../lib/table-rows.ts'

/** The companies that a person belongs to. */
export function CompanyLinks({ contact, canEdit }: { contact: ContactDto; canEdit: boolean }) {
  const t = useT()
  const api = useApi()
  const { client, queryClient, trpc } = api
  const { detail } = useWorkspace()
  const run = async (work: () => Promise<unknown>) => {
    try {
      await work()
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: trpc.contacts.get.pathKey() }),
        refreshRows(api, 'contact', [contact.id]),
      ])
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
    }
  }
  return (
    <>
      <ul>
        {contact.companies.map(({ companyId, name, role, isPrimary }) => (
          <li key={companyId} className="flex min-h-8 items-center gap-2 text-small">
            <Link
              to="/w/$slug/companies/$companyId"
              params={{ slug: detail.slug, companyId }}
              className="min-w-0 truncate text-brand-text hover:underline"
            >
              <bdi dir="auto">{name}</bdi>
            </Link>
            {role && <span className="truncate text-text-3">{role}</span>}
            {isPrimary && <Badge>{t('contacts.primary')}</Badge>}
            {canEdit && (
              <IconButton
                small
                className="ms-auto"
                label={t('contacts.unlinkCompany', { name })}
                onClick={() =>
                  void run(() => client.companies.unlink.mutate({ companyId, contactId: contact.id }))
                }
              >
                <X />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {canEdit && (
        <PickCompany
          onPick={(companyId) =>
            void run(() => client.companies.link.mutate({ companyId, contactId: contact.id }))
          }
          onCreate={(name) =>
            void run(async () => {
              const { id } = await client.companies.create.mutate({ name })
              await client.companies.link.mutate({ companyId: id, contactId: contact.id })
            })
          }
        />
      )}
    </>
  )
}

interface PickProps {
  onPick: (id: CompanyId) => void
  onCreate: (name: string) => void
}

const PAUSE_MS = 150

function PickCompany({ onPick, onCreate }: PickProps) {
  const t = useT()
  const { trpc } = useApi()
  const [isOpen, setOpen] = useState(false)
  const [text, setText] = useState('')
  const query = useSettled(text.trim(), PAUSE_MS)
  const { data } = useQuery({
    ...trpc.companies.list.queryOptions({ ...(query ? { query } : {}), limit: 8 }),
    enabled: isOpen,
  })
  const choose = (act: () => void) => {
    act()
    setOpen(false)
    setText('')
  }
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button size="sm" variant="quiet" className="mt-1">
          <Plus aria-hidden /> {t('contacts.linkCompany')}
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label={t('contacts.linkCompany')} className="space-y-1.5">
        <Input
          autoFocus
          value={text}
          maxLength={100}
          aria-label={t('companies.name')}
          placeholder={t('companies.name')}
          onChange={(event) => setText(event.target.value)}
        />
        {data?.items.map(({ id, name }) => (
          <Button
            key={id}
            variant="quiet"
            className="w-full justify-start"
            onClick={() => choose(() => onPick(id))}
          >
            <bdi dir="auto" className="truncate">
              {name}
            </bdi>
          </Button>
        ))}
        {text.trim() !== '' && (
          <Button className="w-full justify-start" onClick={() => choose(() => onCreate(text.trim()))}>
            <Plus aria-hidden /> {t('companies.createNamed', { name: text.trim() })}
          </Button>
        )}
      </PopoverContent>
    </Popover>
  )
}
