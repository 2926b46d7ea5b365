import { ArrowRight, CircleCheck, CircleX, Ellipsis, ExternalLink, RotateCcw, Trash2 } from 'lucide-react'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { DealState } from '@shared/contracts/deals.ts'
import type { StageId } from '@shared/ids.ts'
import { useT } from '../../i18n/provider.tsx'
import { useCan } from '../../lib/workspace-context.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from '../../ui/menu.tsx'
import { useDealActions } from './use-deal-actions.ts'
import { usePipelines } from './use-pipelines.ts'

interface Props {
  deal: DealState
  slug: string
  /** On the deal's own page there is nothing to open. */
  withOpen?: boolean
  /** In a grid, whose cells are its only tab stops. */
  isInGrid?: boolean
  /** What only one screen offers. */
  children?: ReactNode
}

/** Everything that dragging does, by pointer or keyboard alone. */
export function DealMenu({ deal, slug, withOpen = true, isInGrid = false, children }: Props) {
  const t = useT()
  const can = useCan()
  const navigate = useNavigate()
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton
          small
          label={t('deals.menu', { title: deal.title })}
          data-testid="deal.menu"
          tabIndex={isInGrid ? -1 : undefined}
          onClick={(event) => event.stopPropagation()}
        >
          <Ellipsis />
        </IconButton>
      </MenuTrigger>
      <MenuContent align="end" onClick={(event) => event.stopPropagation()}>
        {withOpen && (
          <MenuItem
            onSelect={() =>
              void navigate({ to: '/w/$slug/deals/d/$number', params: { slug, number: String(deal.number) } })
            }
          >
            <ExternalLink /> {t('deals.open')}
          </MenuItem>
        )}
        {can('deals.update') && children}
        {can('deals.update') && <Changes deal={deal} />}
      </MenuContent>
    </Menu>
  )
}

function Changes({ deal }: { deal: DealState }) {
  const t = useT()
  const can = useCan()
  const actions = useDealActions()
  return (
    <>
      {deal.status === 'open' ? (
        <>
          <StageItems deal={deal} />
          <MenuSeparator />
          <MenuItem keys="Shift+G" onSelect={() => void actions.win(deal)} data-testid="deal.win">
            <CircleCheck /> {t('deals.markWon')}
          </MenuItem>
          <MenuItem keys="Shift+P" onSelect={() => actions.askLost(deal)} data-testid="deal.lose">
            <CircleX /> {t('deals.markLost')}
          </MenuItem>
        </>
      ) : (
        <MenuItem onSelect={() => void actions.reopen(deal)}>
          <RotateCcw /> {t('deals.reopen')}
        </MenuItem>
      )}
      {can('deals.delete') && (
        <>
          <MenuSeparator />
          <MenuItem onSelect={() => void actions.remove(deal)}>
            <Trash2 /> {t('deals.delete')}
          </MenuItem>
        </>
      )}
    </>
  )
}

/** "Mover a…": the stages of the deal's pipeline but its own. */
export function StageItems({ deal, onMove }: { deal: DealState; onMove?: (stageId: StageId) => void }) {
  const t = useT()
  const actions = useDealActions()
  const move = onMove ?? ((stageId: StageId) => void actions.move(deal, { stageId }))
  const { pipelines } = usePipelines()
  const stages = pipelines.find((pipeline) => pipeline.id === deal.pipelineId)?.stages ?? []
  return (
    <>
      <MenuLabel>{t('deals.moveTo')}</MenuLabel>
      {stages
        .filter((stage) => stage.id !== deal.stageId)
        .map((stage) => (
          <MenuItem key={stage.id} data-testid="deal.moveTo" onSelect={() => move(stage.id)}>
            <ArrowRight /> <bdi dir="auto">{stage.name}</bdi>
          </MenuItem>
        ))}
    </>
  )
}
