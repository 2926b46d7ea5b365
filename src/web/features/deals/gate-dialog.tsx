import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { MoveFacts } from '@shared/contracts/deals.ts'
import type { FieldDto } from '@shared/contracts/fields.ts'
import { errorText } from '../../i18n/error-text.ts'
import type { Translate } from '../../i18n/catalogue.ts'
import { useT } from '../../i18n/provider.tsx'
import type { AppError } from '../../lib/errors.ts'
import { useApi } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import type { DealQuestion } from './dialog-state.ts'
import { GateField, type Given } from './gate-field.tsx'
import { useDealActions } from './use-deal-actions.ts'
import { usePipelines } from './use-pipelines.ts'

interface Props {
  asked: Extract<DealQuestion, { kind: 'gate' }>
  onClose: () => void
}

type Errors = Readonly<Record<string, string>>

/** What the stage asks for, and nothing else. Leaving puts the card back where it was. */
export function GateDialog({ asked, onClose }: Props) {
  const { deal, place, missing, onCancel } = asked
  const t = useT()
  const { stageOf } = usePipelines()
  const { trpc } = useApi()
  const fields = useQuery(trpc.fields.list.queryOptions({ entity: 'deal' })).data
  const gate = useGate(asked, onClose)
  const cancel = () => {
    onCancel()
    onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && cancel()}
      title={t('deals.gateTitle', { stage: stageOf(place.stageId)?.name ?? '' })}
      description={t('deals.gateText', { title: deal.title })}
    >
      <form
        noValidate
        onSubmit={(event) => void gate.submit(event)}
        className="flex flex-col gap-4"
        data-testid="deal.gate"
      >
        {fields ? (
          missing.map((field, index) => (
            <GateField
              key={field}
              isFirst={index === 0}
              field={field}
              custom={fieldOf(fields, field)}
              currency={deal.currency}
              error={gate.errors[field]}
              onGive={(given) => gate.give(field, given)}
            />
          ))
        ) : (
          <Delayed>
            <Bone className="h-16" />
          </Delayed>
        )}
        {gate.failure && (
          <p role="alert" className="text-small text-danger-text">
            {gate.failure}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={cancel}>{t('common.cancel')}</Button>
          <Button type="submit" variant="primary" busy={gate.busy} data-testid="deal.gate.confirm">
            {t('deals.move')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

const fieldOf = (fields: readonly FieldDto[], key: string) => fields.find((field) => field.key === key)

/** What was given so far, and what is wrong with it: nothing is sent before each field holds something. */
function useGate({ deal, place, before, missing }: Props['asked'], onPassed: () => void) {
  const t = useT()
  const { pass } = useDealActions()
  const [given, setGiven] = useState<Readonly<Record<string, Given>>>({})
  const [errors, setErrors] = useState<Errors>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const problems = problemsOf(missing, given, t)
    setErrors(problems)
    setFailure(null)
    if (Object.keys(problems).length > 0) return
    setBusy(true)
    const refusal = await pass(deal, { place, before, facts: factsOf(Object.values(given)) })
    setBusy(false)
    if (!refusal) return onPassed()
    const told = refusedFields(missing, refusal, t)
    setErrors(told)
    if (Object.keys(told).length === 0) setFailure(errorText(t, refusal))
  }
  const give = (field: string, value: Given) => {
    setGiven((known) => ({ ...known, [field]: value }))
    setErrors((known) => Object.fromEntries(Object.entries(known).filter(([other]) => other !== field)))
  }
  return { give, errors, failure, busy, submit }
}

function problemsOf(
  missing: readonly string[],
  given: Readonly<Record<string, Given>>,
  t: Translate,
): Errors {
  const problems = missing.flatMap((field): [string, string][] => {
    const value = given[field] ?? 'empty'
    if (value === 'empty') return [[field, t('deals.gateMissing')]]
    return value === 'bad' ? [[field, t('table.badValue')]] : []
  })
  return Object.fromEntries(problems)
}

function factsOf(given: readonly Given[]): MoveFacts {
  const facts: MoveFacts = {}
  for (const each of given) {
    if (typeof each === 'string') continue
    const custom = { ...facts.custom, ...each.custom }
    Object.assign(facts, each, Object.keys(custom).length > 0 ? { custom } : {})
  }
  return facts
}

/** The server names a field by its path, or those that it still misses. */
function refusedFields(asked: readonly string[], { code, details }: AppError, t: Translate): Errors {
  if (code === 'REQUIRED_FIELDS_MISSING') {
    const missing = (details.missing as string[] | undefined) ?? []
    return Object.fromEntries(missing.map((field) => [field, t('deals.gateMissing')]))
  }
  const paths = Object.keys(details.fields ?? {})
  const refused = asked.filter((field) => paths.some((path) => path.split('.').includes(field)))
  return Object.fromEntries(refused.map((field) => [field, t('table.badValue')]))
}
