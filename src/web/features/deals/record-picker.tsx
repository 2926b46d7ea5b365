import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useState } from 'react'
import type { CompanyId, ContactId, ConversationId } from '@shared/ids.ts'
import { LIMITS } from '@shared/limits.ts'
import { useT } from '../../i18n/provider.tsx'
import { useSettled } from '../../lib/hooks.ts'
import { useApi } from '../../lib/workspace-context.tsx'
import { Input } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'

export interface Picked<Id> {
  id: Id
  name: string
}

interface Props<Id> {
  value: Picked<Id> | null
  onPick: (value: Picked<Id> | null) => void
  id?: string
  label?: string
  autoFocus?: boolean
}

const SHOWN = 6

export function ContactPicker(props: Props<ContactId>) {
  const { trpc } = useApi()
  const search = useSearch()
  const { data } = useQuery({
    ...trpc.contacts.list.queryOptions({ query: search.query, limit: SHOWN }),
    enabled: search.query !== '',
    placeholderData: keepPreviousData,
  })
  return <Picker {...props} search={search} found={data?.items} />
}

export function CompanyPicker(props: Props<CompanyId>) {
  const { trpc } = useApi()
  const search = useSearch()
  const { data } = useQuery({
    ...trpc.companies.list.queryOptions({ query: search.query, limit: SHOWN }),
    enabled: search.query !== '',
    placeholderData: keepPreviousData,
  })
  return <Picker {...props} search={search} found={data?.items} />
}

/** Conversations by the contact's name or number, open or not. */
export function ChatPicker(props: Props<ConversationId>) {
  const { trpc } = useApi()
  const search = useSearch()
  const { data } = useQuery({
    ...trpc.conversations.list.queryOptions({
      who: 'all',
      state: 'open',
      query: search.query,
      limit: SHOWN,
    }),
    enabled: search.query !== '',
    placeholderData: keepPreviousData,
  })
  const found = data?.items.map(({ id, contactName, number }) => ({
    id,
    name: `${contactName} · #${number}`,
  }))
  return <Picker {...props} search={search} found={found} />
}

function useSearch() {
  const [text, setText] = useState('')
  return { text, setText, query: useSettled(text.trim(), 150) }
}

interface PickerProps<Id> extends Props<Id> {
  search: ReturnType<typeof useSearch>
  found: readonly Picked<Id>[] | undefined
}

/** Finds a record by words, as everywhere; what is picked stands in place of the field. */
function Picker<Id extends string>({ value, onPick, id, label, autoFocus, search, found }: PickerProps<Id>) {
  const t = useT()
  const { text, setText, query } = search
  if (value) {
    return (
      <div className="flex h-[38px] items-center gap-1 rounded-[9px] border border-border-strong bg-overlay ps-3 pe-1">
        <bdi dir="auto" className="min-w-0 flex-1 truncate">
          {value.name}
        </bdi>
        <IconButton small label={t('deals.clear')} onClick={() => onPick(null)}>
          <X />
        </IconButton>
      </div>
    )
  }
  return (
    <div className="relative">
      <Input
        {...(id ? { id } : {})}
        {...(label ? { 'aria-label': label } : {})}
        autoFocus={autoFocus}
        type="search"
        maxLength={LIMITS.searchQuery}
        placeholder={t('deals.pick')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {query !== '' && found && <Found found={found} onPick={onPick} />}
    </div>
  )
}

function Found<Id extends string>({
  found,
  onPick,
}: {
  found: readonly Picked<Id>[]
  onPick: (value: Picked<Id>) => void
}) {
  const t = useT()
  return (
    <ul className="mt-1 max-h-48 overflow-y-auto rounded-lg border bg-overlay p-1 scroll-quiet">
      {found.length === 0 && (
        <li className="px-2.5 py-1.5 text-small text-text-3">{t('deals.pickNothing')}</li>
      )}
      {found.map(({ id, name }) => (
        <li key={id}>
          <button
            type="button"
            className="min-h-8 w-full rounded-md px-2.5 text-start text-small hover:bg-surface-2"
            onClick={() => onPick({ id, name })}
          >
            <bdi dir="auto">{name}</bdi>
          </button>
        </li>
      ))}
    </ul>
  )
}
