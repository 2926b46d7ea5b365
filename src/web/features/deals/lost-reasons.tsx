import { Plus, X } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import type { LostReasonDto } from '@shared/contracts/pipelines.ts'
import { useT } from '../../i18n/provider.tsx'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { NameInput } from './name-input.tsx'
import { usePipelineChanges } from './use-pipeline-changes.ts'

/** What people choose from when a deal is lost. */
export function LostReasons({ reasons }: { reasons: readonly LostReasonDto[] }) {
  const t = useT()
  const { change, client } = usePipelineChanges()
  const [text, setText] = useState('')
  const add = async (event: FormEvent) => {
    event.preventDefault()
    const label = text.trim()
    if (label && (await change(() => client.pipelines.addLostReason.mutate({ label })))) setText('')
  }
  return (
    <section>
      <h2 className="mb-2 text-heading font-[650]">{t('pipelines.reasons')}</h2>
      <ul className="divide-y rounded-lg border">
        {reasons.map(({ id, label }) => (
          <li key={id} className="flex items-center gap-2 p-2" data-testid="pipelines.reason">
            <NameInput
              name={label}
              label={t('deals.reason')}
              max={80}
              onSave={(next) =>
                void change(() => client.pipelines.updateLostReason.mutate({ id, label: next }))
              }
            />
            <IconButton
              small
              label={t('pipelines.removeStage', { name: label })}
              onClick={() => void change(() => client.pipelines.removeLostReason.mutate({ id }))}
            >
              <X />
            </IconButton>
          </li>
        ))}
      </ul>
      <form onSubmit={(event) => void add(event)} className="mt-2 flex gap-2">
        <Input
          aria-label={t('pipelines.addReason')}
          placeholder={t('pipelines.addReason')}
          maxLength={80}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" disabled={text.trim() === ''}>
          <Plus /> {t('pipelines.addReason')}
        </Button>
      </form>
    </section>
  )
}
