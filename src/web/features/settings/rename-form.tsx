import { useState, type FormEvent } from 'react'
import type { ChannelDetail } from '@shared/contracts/channels.ts'
import { LIMITS } from '@shared/limits.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useApi } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { toast } from '../../ui/toast.tsx'

export function RenameForm({ channel }: { channel: ChannelDetail }) {
  const t = useT()
  const { client, queryClient, trpc } = useApi()
  const [name, setName] = useState(channel.name)
  const [busy, setBusy] = useState(false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await client.channels.rename.mutate({ id: channel.id, name: name.trim() })
      await queryClient.invalidateQueries({ queryKey: trpc.channels.pathKey() })
      toast({ tone: 'success', text: t('common.saved') })
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(event) => void save(event)} className="flex max-w-[600px] items-end gap-2">
      <div className="flex-1">
        <Field label={t('connect.name')}>
          {(control) => (
            <Input
              {...control}
              required
              maxLength={LIMITS.name}
              value={name}
              onChange={(event) => setName(event.target.value)}
              data-testid="channel.name"
            />
          )}
        </Field>
      </div>
      <Button
        type="submit"
        busy={busy}
        disabled={name.trim() === channel.name || !name.trim()}
        className="h-[38px]"
      >
        {t('common.save')}
      </Button>
    </form>
  )
}
