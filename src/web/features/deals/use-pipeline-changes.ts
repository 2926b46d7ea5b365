import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError, type AppError } from '../../lib/errors.ts'
import { useApi } from '../../lib/workspace-context.tsx'
import { toast } from '../../ui/toast.tsx'

/** Changes of the pipelines: each asks for them again, and says in place why it was refused. */
export function usePipelineChanges() {
  const t = useT()
  const { client, queryClient, trpc } = useApi()
  /** @returns whether it was done. `onError` may take a refusal that the screen has an answer for. */
  const change = async (call: () => Promise<unknown>, onError?: (error: AppError) => boolean) => {
    try {
      await call()
      return true
    } catch (thrown) {
      const error = toAppError(thrown)
      if (!onError?.(error)) toast({ tone: 'danger', text: errorText(t, error) })
      return false
    } finally {
      await queryClient.invalidateQueries({ queryKey: trpc.pipelines.pathKey() })
    }
  }
  return { client, change }
}
