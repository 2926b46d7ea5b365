import type { ChannelDetail } from '@shared/contracts/channels.ts'
import type { PipelineId } from '@shared/ids.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useApi } from '../../lib/workspace-context.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { toast } from '../../ui/toast.tsx'
import { usePipelines } from './use-pipelines.ts'

/** Where deals made from the channel's conversations start; only a question where there are several. */
export function ChannelPipeline({ channel }: { channel: ChannelDetail }) {
  const t = useT()
  const { client, queryClient, trpc } = useApi()
  const { pipelines } = usePipelines()
  if (pipelines.length < 2) return null
  const save = async (defaultPipelineId: PipelineId | null) => {
    try {
      await client.channels.update.mutate({ id: channel.id, defaultPipelineId })
      await queryClient.invalidateQueries({ queryKey: trpc.channels.pathKey() })
      toast({ tone: 'success', text: t('common.saved') })
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
    }
  }
  return (
    <div className="max-w-[600px]">
      <Field label={t('pipelines.ofChannel')}>
        {(control) => (
          <Select
            {...control}
            value={channel.defaultPipelineId ?? pipelines[0]?.id}
            onChange={(event) => void save(event.target.value as PipelineId)}
          >
            {pipelines.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  )
}
