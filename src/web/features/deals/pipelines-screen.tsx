import { Plus } from 'lucide-react'
import type { PipelineDto } from '@shared/contracts/pipelines.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useCan } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toast.tsx'
import { Denied, SettingsPage } from '../settings/page.tsx'
import { LostReasons } from './lost-reasons.tsx'
import { NameInput } from './name-input.tsx'
import { StageEditor } from './stage-editor.tsx'
import { usePipelineChanges } from './use-pipeline-changes.ts'
import { usePipelines } from './use-pipelines.ts'

/** Settings → Pipelines: stages with what they ask for, and the reasons for losing. */
export function PipelinesScreen() {
  const t = useT()
  const can = useCan()
  const { query, pipelines, lostReasons } = usePipelines()
  const { change, client } = usePipelineChanges()
  if (!can('pipelines.manage')) return <Denied />
  const add = (
    <Button
      variant="primary"
      data-testid="pipelines.add"
      onClick={() => void change(() => client.pipelines.create.mutate({ name: t('pipelines.newName') }))}
    >
      <Plus /> {t('pipelines.add')}
    </Button>
  )
  return (
    <SettingsPage title={t('settings.pipelines')} intro={t('pipelines.intro')} action={add}>
      {query.error && !query.data ? (
        <ErrorPane error={toAppError(query.error)} onRetry={() => void query.refetch()} />
      ) : query.data ? (
        <>
          {pipelines.map((pipeline) => (
            <PipelineSection key={pipeline.id} pipeline={pipeline} isOnly={pipelines.length === 1} />
          ))}
          <LostReasons reasons={lostReasons} />
        </>
      ) : (
        <Delayed>
          <Bone className="h-64" />
        </Delayed>
      )}
    </SettingsPage>
  )
}

function PipelineSection({ pipeline, isOnly }: { pipeline: PipelineDto; isOnly: boolean }) {
  const t = useT()
  const { change, client } = usePipelineChanges()
  const archive = async () => {
    if (!(await change(() => client.pipelines.archive.mutate({ id: pipeline.id })))) return
    toast({
      tone: 'success',
      text: t('pipelines.archived', { name: pipeline.name }),
      action: {
        label: t('common.undo'),
        run: () => void change(() => client.pipelines.unarchive.mutate({ id: pipeline.id })),
      },
    })
  }
  return (
    <section className="mb-8 rounded-lg border p-4" data-testid="pipelines.pipeline">
      <div className="mb-3 flex items-center gap-2">
        <NameInput
          name={pipeline.name}
          label={t('deals.pipeline')}
          max={80}
          className="max-w-72 font-[600]"
          onSave={(name) =>
            void change(() =>
              client.pipelines.update.mutate({ id: pipeline.id, version: pipeline.version, name }),
            )
          }
        />
        <span className="text-small text-text-3">{pipeline.currency}</span>
        <Button
          variant="quiet"
          className="ms-auto"
          disabled={isOnly}
          title={isOnly ? t('pipelines.lastPipeline') : undefined}
          onClick={() => void archive()}
        >
          {t('pipelines.archive')}
        </Button>
      </div>
      <StageEditor pipeline={pipeline} />
    </section>
  )
}
