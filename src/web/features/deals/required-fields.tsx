import { useQuery } from '@tanstack/react-query'
import { Check, ChevronDown } from 'lucide-react'
import { STANDARD_DEAL_FIELDS, type StandardDealField } from '@shared/deals.ts'
import type { PlainKey } from '../../i18n/catalogue.ts'
import { useT } from '../../i18n/provider.tsx'
import { useApi } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '../../ui/menu.tsx'

const NAMES: Record<StandardDealField, PlainKey> = {
  amount: 'deals.amount',
  expectedCloseOn: 'deals.closeOn',
  ownerId: 'deals.owner',
  companyId: 'deals.company',
  contact: 'deals.contact',
  source: 'deals.source',
}

interface Props {
  chosen: readonly string[]
  onChange: (fields: string[]) => void
}

/** Without these no deal enters the stage; the workspace's own fields are among them. */
export function RequiredFields({ chosen, onChange }: Props) {
  const t = useT()
  const { trpc } = useApi()
  const own = useQuery(trpc.fields.list.queryOptions({ entity: 'deal' })).data ?? []
  const choices = [
    ...STANDARD_DEAL_FIELDS.map((key) => ({ key: key as string, label: t(NAMES[key]) })),
    ...own.filter((field) => field.archivedAt === null).map(({ key, label }) => ({ key, label })),
  ]
  const toggle = (key: string) =>
    onChange(chosen.includes(key) ? chosen.filter((other) => other !== key) : [...chosen, key])
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="quiet" title={t('pipelines.required')} data-testid="pipelines.required">
          <span className="sr-only">{t('pipelines.required')}: </span>
          {chosen.length > 0
            ? t('pipelines.requiredCount', { count: chosen.length })
            : t('pipelines.requiredNone')}
          <ChevronDown />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        {choices.map(({ key, label }) => (
          <MenuItem
            key={key}
            role="menuitemcheckbox"
            aria-checked={chosen.includes(key)}
            onSelect={(event) => {
              event.preventDefault()
              toggle(key)
            }}
          >
            <Check className={chosen.includes(key) ? 'text-brand-text' : 'invisible'} />
            <bdi dir="auto">{label}</bdi>
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  )
}
