import { useState } from 'react'
import type { PipelineDto, StageDto } from '@shared/contracts/pipelines.ts'
import type { StageId } from '@shared/ids.ts'
import { useT } from '../../i18n/provider.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { usePipelineChanges } from './use-pipeline-changes.ts'

interface Props {
  stage: StageDto
  deals: number
  pipeline: PipelineDto
  onClose: () => void
}

/** A stage goes only when its deals have somewhere to go. */
export function RemoveStageDialog({ stage, deals, pipeline, onClose }: Props) {
  const t = useT()
  const { change, client } = usePipelineChanges()
  const others = pipeline.stages.filter((other) => other.id !== stage.id)
  const [target, setTarget] = useState<StageId | undefined>(others[0]?.id)
  const [busy, setBusy] = useState(false)
  const remove = async () => {
    if (!target) return
    setBusy(true)
    await change(() => client.pipelines.removeStage.mutate({ id: stage.id, moveDealsTo: target }))
    onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('pipelines.moveDealsTitle', { name: stage.name })}
      description={t('pipelines.moveDealsText', { count: deals })}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" busy={busy} onClick={() => void remove()}>
            {t('pipelines.moveAndRemove')}
          </Button>
        </>
      }
    >
      <Field label={t('deals.stage')}>
        {(control) => (
          <Select {...control} value={target} onChange={(event) => setTarget(event.target.value as StageId)}>
            {others.map((other) => (
              <option key={other.id} value={other.id}>
                {other.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </Dialog>
  )
}
