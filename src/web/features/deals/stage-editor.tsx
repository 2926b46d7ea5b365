import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react'
import { useState } from 'react'
import type { PipelineDto, StageDto } from '@shared/contracts/pipelines.ts'
import { useT } from '../../i18n/provider.tsx'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { NameInput } from './name-input.tsx'
import { RemoveStageDialog } from './remove-stage-dialog.tsx'
import { RequiredFields } from './required-fields.tsx'
import { usePipelineChanges } from './use-pipeline-changes.ts'

/** The stages of a pipeline in their order; every change saves by itself. */
export function StageEditor({ pipeline }: { pipeline: PipelineDto }) {
  const t = useT()
  const { change, client } = usePipelineChanges()
  const [inUse, setInUse] = useState<{ stage: StageDto; deals: number } | null>(null)
  const remove = (stage: StageDto) =>
    change(
      () => client.pipelines.removeStage.mutate({ id: stage.id }),
      ({ code, details }) => {
        if (code !== 'IN_USE') return false
        setInUse({ stage, deals: Number(details.deals) })
        return true
      },
    )
  const swap = (at: number, by: number) => {
    const ids = pipeline.stages.map((stage) => stage.id)
    const [moved] = ids.splice(at, 1)
    if (moved) ids.splice(at + by, 0, moved)
    void change(() => client.pipelines.orderStages.mutate({ pipelineId: pipeline.id, ids }))
  }
  const add = () =>
    change(() =>
      client.pipelines.addStage.mutate({
        pipelineId: pipeline.id,
        name: t('pipelines.newStage'),
        probability: pipeline.stages.at(-1)?.probability ?? 50,
      }),
    )
  return (
    <>
      <ul className="divide-y rounded-lg border">
        {pipeline.stages.map((stage, index) => (
          <StageRow
            key={stage.id}
            stage={stage}
            isFirst={index === 0}
            isLast={index === pipeline.stages.length - 1}
            onMove={(by) => swap(index, by)}
            onRemove={() => void remove(stage)}
          />
        ))}
      </ul>
      <Button variant="quiet" className="mt-2" onClick={() => void add()} data-testid="pipelines.addStage">
        <Plus /> {t('pipelines.addStage')}
      </Button>
      {inUse && <RemoveStageDialog {...inUse} pipeline={pipeline} onClose={() => setInUse(null)} />}
    </>
  )
}

interface RowProps {
  stage: StageDto
  isFirst: boolean
  isLast: boolean
  onMove: (by: 1 | -1) => void
  onRemove: () => void
}

function StageRow({ stage, isFirst, isLast, onMove, onRemove }: RowProps) {
  const t = useT()
  const { change, client } = usePipelineChanges()
  const save = (facts: Partial<Pick<StageDto, 'name' | 'probability' | 'rotDays' | 'requiredFields'>>) =>
    void change(() => client.pipelines.updateStage.mutate({ id: stage.id, ...facts }))
  return (
    <li className="flex flex-wrap items-center gap-2 p-2.5" data-testid="pipelines.stage">
      <NameInput
        name={stage.name}
        label={t('deals.stage')}
        max={60}
        className="min-w-32 flex-1"
        onSave={(name) => save({ name })}
      />
      <NumberInput
        label={t('deals.probability')}
        unit="%"
        value={stage.probability}
        range={[0, 100]}
        onSave={(probability) => save({ probability: probability ?? 0 })}
      />
      <NumberInput
        label={t('pipelines.rotDays')}
        unit="d"
        value={stage.rotDays}
        range={[1, 3650]}
        placeholder={t('pipelines.never')}
        onSave={(rotDays) => save({ rotDays })}
      />
      <RequiredFields chosen={stage.requiredFields} onChange={(requiredFields) => save({ requiredFields })} />
      <span className="flex">
        <IconButton
          small
          label={t('pipelines.up', { name: stage.name })}
          disabled={isFirst}
          onClick={() => onMove(-1)}
        >
          <ArrowUp />
        </IconButton>
        <IconButton
          small
          label={t('pipelines.down', { name: stage.name })}
          disabled={isLast}
          onClick={() => onMove(1)}
        >
          <ArrowDown />
        </IconButton>
        <IconButton
          small
          label={
            isFirst && isLast ? t('pipelines.lastStage') : t('pipelines.removeStage', { name: stage.name })
          }
          disabled={isFirst && isLast}
          onClick={onRemove}
        >
          <X />
        </IconButton>
      </span>
    </li>
  )
}

interface NumberProps {
  label: string
  unit: string
  value: number | null
  range: readonly [number, number]
  placeholder?: string
  onSave: (value: number | null) => void
}

function NumberInput({ label, unit, value, range: [min, max], placeholder, onSave }: NumberProps) {
  const shown = value === null ? '' : String(value)
  const [text, setText] = useState(shown)
  const save = () => {
    const next = text.trim() === '' ? null : Math.round(Number(text))
    const isGood = next === null ? value === null || min > 0 : next >= min && next <= max
    if (!isGood) setText(shown)
    else if (next !== value) onSave(next)
  }
  return (
    <span className="flex items-center gap-1 text-small text-text-3">
      <Input
        type="number"
        inputMode="numeric"
        aria-label={label}
        title={label}
        min={min}
        max={max}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        className="w-20"
      />
      {unit}
    </span>
  )
}
