import { Plus, Star, X } from 'lucide-react'
import { useState } from 'react'
import type { DealContact, DealDetail, DealState } from '@shared/contracts/deals.ts'
import { useT } from '../../i18n/provider.tsx'
import { useApi } from '../../lib/workspace-context.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Input } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { FactSection } from '../records/facts.tsx'
import { RecordLink } from '../records/record-link.tsx'
import { ContactPicker } from './record-picker.tsx'
import { useDealActions } from './use-deal-actions.ts'

interface Props {
  slug: string
  deal: DealDetail
  canEdit: boolean
}

/** Who has a part in the deal, and which. */
export function DealPeople({ slug, deal, canEdit }: Props) {
  const t = useT()
  const [isAdding, setAdding] = useState(false)
  const { client } = useApi()
  const { link } = useLinks()
  return (
    <FactSection
      title={t('deals.people')}
      action={
        canEdit && (
          <IconButton small label={t('deals.addPerson')} onClick={() => setAdding(!isAdding)}>
            <Plus />
          </IconButton>
        )
      }
    >
      {isAdding && (
        <ContactPicker
          value={null}
          label={t('deals.addPerson')}
          autoFocus
          onPick={(picked) => {
            setAdding(false)
            if (picked)
              void link(() => client.deals.linkContact.mutate({ id: deal.id, contactId: picked.id }))
          }}
        />
      )}
      <ul className="space-y-1">
        {deal.contacts.map((contact) => (
          <Person key={contact.contactId} slug={slug} deal={deal} contact={contact} canEdit={canEdit} />
        ))}
      </ul>
    </FactSection>
  )
}

function Person({ slug, deal, contact, canEdit }: Props & { contact: DealContact }) {
  const t = useT()
  const { client } = useApi()
  const { link } = useLinks()
  const ref = { id: deal.id, contactId: contact.contactId }
  return (
    <li className="group flex items-center gap-2 text-small">
      <Avatar id={contact.contactId} name={contact.name} size={28} />
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-1.5">
          <RecordLink slug={slug} entity="contact" id={contact.contactId}>
            {contact.name}
          </RecordLink>
          {contact.isPrimary && <Badge tone="neutral">{t('deals.primary')}</Badge>}
        </span>
        <RolePart deal={deal} contact={contact} canEdit={canEdit} />
      </span>
      {canEdit && !contact.isPrimary && (
        <IconButton
          small
          label={t('deals.makePrimary')}
          onClick={() => void link(() => client.deals.linkContact.mutate({ ...ref, isPrimary: true }))}
        >
          <Star />
        </IconButton>
      )}
      {canEdit && (
        <IconButton
          small
          label={t('deals.removePerson', { name: contact.name })}
          onClick={() => void link(() => client.deals.unlinkContact.mutate(ref))}
        >
          <X />
        </IconButton>
      )}
    </li>
  )
}

function RolePart({ deal, contact, canEdit }: Omit<Props, 'slug'> & { contact: DealContact }) {
  const t = useT()
  const { client } = useApi()
  const { link } = useLinks()
  const [text, setText] = useState(contact.role ?? '')
  if (!canEdit) return <span className="text-text-3">{contact.role}</span>
  const save = () => {
    const part = text.trim() || null
    if (part === contact.role) return
    void link(() => client.deals.linkContact.mutate({ id: deal.id, contactId: contact.contactId, part }))
  }
  return (
    <Input
      aria-label={`${t('deals.role')}: ${contact.name}`}
      placeholder={t('deals.rolePlaceholder')}
      maxLength={40}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={save}
      className="h-7 border-transparent bg-transparent px-1 text-small text-text-2 hover:border-border"
    />
  )
}

/** Changes of what hangs on a deal: each answers with the deal's new state. */
export function useLinks() {
  const { attempt, put } = useDealActions()
  return { link: async (call: () => Promise<DealState>) => put(await attempt(call)) }
}
