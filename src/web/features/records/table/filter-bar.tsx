import { Braces, ListFilter, Plus, X } from 'lucide-react'
import { Fragment, useState, type ComponentProps, type ReactNode } from 'react'
import type { FieldDto } from '@shared/contracts/fields.ts'
import {
  conditionsOf,
  filterKinds,
  FILTER_LIMITS,
  isGroup,
  readFilter,
  writeFilter,
  type FilterCondition,
  type FilterEntity,
  type FilterGroup,
} from '@shared/filters/index.ts'
import { useLanguage, useT } from '../../../i18n/provider.tsx'
import { cn } from '../../../lib/cn.ts'
import { Button } from '../../../ui/button.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '../../../ui/popover.tsx'
import { useChoices } from './filter-choices.ts'
import { FilterForm } from './filter-form.tsx'
import { addTo, NO_CONDITIONS, putAt, turn, type FilterPath } from './filter-tree.ts'
import { conditionWords, fieldName } from './filter-words.ts'

interface Props {
  entity: FilterEntity
  fields: readonly FieldDto[]
  /** The filter's text, as the address has it. */
  filter: string
  onChange: (filter: string) => void
}

/** The conditions in force, each to be changed or taken away, in groups of which all or any must hold. */
export function FilterBar({ entity, fields, filter, onChange }: Props) {
  const { t, locale, format } = useLanguage()
  const root = readFilter(filter) ?? NO_CONDITIONS
  const { choicesOf, nameOf } = useChoices(fields, conditionsOf(root))
  const count = conditionsOf(root).length
  const put = (next: FilterGroup) =>
    onChange(writeFilter(next.items.length > 1 ? next : { ...next, join: 'and' }))
  const editing: Editing = {
    root,
    put,
    form: { kinds: filterKinds(entity, fields), fields, choicesOf },
    isFull: count >= FILTER_LIMITS.conditions,
    words: (condition) =>
      conditionWords(condition, { t, locale, format, fieldName: (key) => fieldName(key, fields, t), nameOf }),
  }
  return (
    <div className="flex flex-wrap items-center gap-1.5" data-testid="filter.bar">
      <Items group={root} path={[]} editing={editing} />
      {!editing.isFull && (
        <>
          <Adder
            editing={editing}
            title={t('filter.add')}
            onDone={(condition) => put(addTo(root, [], condition))}
          >
            <Button size="sm" variant="quiet" data-testid="filter.add">
              <ListFilter aria-hidden /> {t('filter.add')}
            </Button>
          </Adder>
          {count > 0 && (
            <Adder
              editing={editing}
              title={t('filter.addGroup')}
              onDone={(condition) =>
                put(addTo(root, [], { join: root.join === 'and' ? 'or' : 'and', items: [condition] }))
              }
            >
              <Button size="sm" variant="quiet" data-testid="filter.addGroup">
                <Braces aria-hidden /> {t('filter.addGroup')}
              </Button>
            </Adder>
          )}
        </>
      )}
      {count > 1 && (
        <Button variant="quiet" size="sm" onClick={() => put(NO_CONDITIONS)}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  )
}

type Form = Omit<Parameters<typeof FilterForm>[0], 'initial' | 'onDone'>

interface Editing {
  root: FilterGroup
  put: (root: FilterGroup) => void
  form: Form
  /** There may be no further condition. */
  isFull: boolean
  words: (condition: FilterCondition) => string
}

interface ItemsProps {
  group: FilterGroup
  path: FilterPath
  editing: Editing
}

function Items({ group, path, editing }: ItemsProps) {
  const { root, put } = editing
  return group.items.map((item, at) => {
    const here = [...path, at]
    return (
      // Two conditions may be alike: where it stands is what tells one from the other.
      // oxlint-disable-next-line react/no-array-index-key
      <Fragment key={`${at} ${JSON.stringify(item)}`}>
        {at > 0 && <Joiner join={group.join} onTurn={() => put(turn(root, path))} />}
        {isGroup(item) ? (
          <Group group={item} path={here} editing={editing} />
        ) : (
          <Chip
            text={editing.words(item)}
            form={{ ...editing.form, initial: item }}
            onDone={(condition) => put(putAt(root, here, condition))}
            onRemove={() => put(putAt(root, here, null))}
          />
        )}
      </Fragment>
    )
  })
}

/** The word between two conditions; a click makes "all" of "any" for the whole group. */
function Joiner({ join, onTurn }: { join: FilterGroup['join']; onTurn: () => void }) {
  const t = useT()
  return (
    <button
      type="button"
      data-testid="filter.join"
      aria-label={t(join === 'and' ? 'filter.turnToAny' : 'filter.turnToAll')}
      title={t(join === 'and' ? 'filter.turnToAny' : 'filter.turnToAll')}
      onClick={onTurn}
      className="h-7 rounded-md px-1.5 text-small font-[600] text-text-3 hover:bg-surface-2 hover:text-text"
    >
      {t(join === 'and' ? 'filter.and' : 'filter.or')}
    </button>
  )
}

function Group({ group, path, editing }: ItemsProps) {
  const t = useT()
  const { root, put } = editing
  const name = t(group.join === 'and' ? 'filter.allOf' : 'filter.anyOf')
  return (
    <span
      role="group"
      aria-label={name}
      data-testid="filter.group"
      className="inline-flex max-w-full flex-wrap items-center gap-1 rounded-lg p-1 ring-1 ring-border-strong"
    >
      {group.items.length === 1 && <span className="px-1.5 text-small text-text-3">{name}</span>}
      <Items group={group} path={path} editing={editing} />
      {!editing.isFull && (
        <Adder
          editing={editing}
          title={t('filter.addToGroup')}
          onDone={(condition) => put(addTo(root, path, condition))}
        >
          <GroupButton label={t('filter.addToGroup')}>
            <Plus className="size-3.5" aria-hidden />
          </GroupButton>
        </Adder>
      )}
      <GroupButton label={t('filter.removeGroup')} onClick={() => put(putAt(root, path, null))}>
        <X className="size-3.5" aria-hidden />
      </GroupButton>
    </span>
  )
}

function GroupButton({ label, className, ...props }: { label: string } & ComponentProps<'button'>) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={cn('grid size-7 shrink-0 place-items-center rounded-md hover:bg-surface-3', className)}
      {...props}
    />
  )
}

interface AdderProps {
  editing: Editing
  title: string
  onDone: (condition: FilterCondition) => void
  /** The button that opens the form. */
  children: ReactNode
}

function Adder({ editing, title, onDone, children }: AdderProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>{children}</PopoverTrigger>
      <PopoverContent aria-label={title}>
        <FilterForm
          {...editing.form}
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
  form: Form & { initial: FilterCondition }
  onDone: (condition: FilterCondition) => void
  onRemove: () => void
}

function Chip({ text, form, onDone, onRemove }: ChipProps) {
  const t = useT()
  const [isOpen, setOpen] = useState(false)
  return (
    <span className="inline-flex h-7 max-w-full items-center rounded-md bg-brand-soft text-small text-brand-text">
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
