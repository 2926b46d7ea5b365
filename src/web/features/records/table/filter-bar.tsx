import { ListFilter, X } from 'lucide-react'
import { useState } from 'react'
import type { FieldDto } from '@shared/contracts/fields.ts'
import {
  filterKinds,
  FILTER_LIMITS,
  isGroup,
  readFilter,
  writeFilter,
  type FilterCondition,
  type FilterNode,
} from '@shared/filters/index.ts'
import { useT } from '../../../i18n/provider.tsx'
import { Button } from '../../../ui/button.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '../../../ui/popover.tsx'
import type { TableEntity } from '../../../lib/table-rows.ts'
import { useChoices } from './filter-choices.ts'
import { FilterForm } from './filter-form.tsx'
import { conditionWords, fieldName } from './filter-words.ts'

interface Props {
  entity: TableEntity
  fields: readonly FieldDto[]
  /** The filter's text, as the address has it. */
  filter: string
  onChange: (filter: string) => void
}

/** The conditions in force, each to be changed or taken away, and one more. All of them must hold. */
export function FilterBar({ entity, fields, filter, onChange }: Props) {
  const t = useT()
  const { choicesOf, nameOf } = useChoices(fields)
  const read = readFilter(filter) ?? { join: 'and' as const, items: [] }
  // A filter of another shape stands as one group: it can be kept or taken away here, not taken apart.
  const items: FilterNode[] = read.join === 'and' ? read.items : [read]
  const kinds = filterKinds(entity, fields)
  const put = (next: FilterNode[]) => onChange(writeFilter({ join: 'and', items: next }))
  const words = (condition: FilterCondition) =>
    conditionWords(condition, { t, fieldName: (key) => fieldName(key, fields, t), nameOf })
  const form = { kinds, fields, choicesOf }
  return (
    <div className="flex flex-wrap items-center gap-1.5" data-testid="filter.bar">
      {items.map((item, at) => (
        <Chip
          key={JSON.stringify(item)}
          text={isGroup(item) ? t('filter.group') : words(item)}
          form={isGroup(item) ? null : { ...form, initial: item }}
          onDone={(condition) => put(items.with(at, condition))}
          onRemove={() => put(items.toSpliced(at, 1))}
        />
      ))}
      {items.length < FILTER_LIMITS.conditions && (
        <AddFilter form={form} onDone={(condition) => put([...items, condition])} />
      )}
      {items.length > 1 && (
        <Button variant="quiet" size="sm" onClick={() => put([])}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  )
}

type Form = Omit<Parameters<typeof FilterForm>[0], 'initial' | 'onDone'>

function AddFilter({ form, onDone }: { form: Form; onDone: (condition: FilterCondition) => void }) {
  const t = useT()
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button size="sm" variant="quiet" data-testid="filter.add">
          <ListFilter aria-hidden /> {t('filter.add')}
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label={t('filter.add')}>
        <FilterForm
          {...form}
          initial={null}
          onDone={(condition) => {
            setOpen(false)
            onDone(condition)
          }}
        />
      </PopoverContent>
    </Popover>
  )
}

interface ChipProps {
  text: string
  form: (Form & { initial: FilterCondition }) | null
  onDone: (condition: FilterCondition) => void
  onRemove: () => void
}

function Chip({ text, form, onDone, onRemove }: ChipProps) {
  const t = useT()
  const [isOpen, setOpen] = useState(false)
  return (
    <span className="inline-flex h-7 max-w-full items-center rounded-md bg-brand-soft text-small text-brand-text">
      {form ? (
        <Popover open={isOpen} onOpenChange={setOpen}>
          <PopoverTrigger className="h-full min-w-0 truncate rounded-s-md ps-2.5 pe-1 font-[550]">
            {text}
          </PopoverTrigger>
          <PopoverContent aria-label={text}>
            <FilterForm
              {...form}
              onDone={(condition) => {
                setOpen(false)
                onDone(condition)
              }}
            />
          </PopoverContent>
        </Popover>
      ) : (
        <span className="truncate ps-2.5 pe-1 font-[550]">{text}</span>
      )}
      <button
        type="button"
        aria-label={t('filter.remove', { filter: text })}
        onClick={onRemove}
        className="grid size-7 shrink-0 place-items-center rounded-e-md hover:bg-surface-3"
      >
        <X className="size-3.5" aria-hidden />
      </button>
    </span>
  )
}
