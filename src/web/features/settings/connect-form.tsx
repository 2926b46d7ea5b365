import { CircleAlert, CircleCheck } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import type { ChannelDetail, CredentialCheck, WhatsAppCloudCredentials } from '@shared/contracts/channels.ts'
import { LIMITS } from '@shared/limits.ts'
import type { PlainKey } from '../../i18n/catalogue.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError, type AppError } from '../../lib/errors.ts'
import { useApi } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, Input, SecretInput } from '../../ui/field.tsx'
import { CHECK_REASONS } from './channel-words.ts'

type FieldName = Exclude<keyof WhatsAppCloudCredentials, 'verifyToken'>

interface FieldSpec {
  name: FieldName
  label: PlainKey
  help: PlainKey
  isSecret: boolean
  isOptional: boolean
}

const FIELDS: readonly FieldSpec[] = [
  {
    name: 'phoneNumberId',
    label: 'connect.phoneNumberId',
    help: 'connect.phoneNumberIdHelp',
    isSecret: false,
    isOptional: false,
  },
  { name: 'wabaId', label: 'connect.wabaId', help: 'connect.wabaIdHelp', isSecret: false, isOptional: false },
  {
    name: 'accessToken',
    label: 'connect.accessToken',
    help: 'connect.accessTokenHelp',
    isSecret: true,
    isOptional: false,
  },
  {
    name: 'appSecret',
    label: 'connect.appSecret',
    help: 'connect.appSecretHelp',
    isSecret: true,
    isOptional: true,
  },
]

type Values = Record<FieldName, string>
type Checks = Partial<Record<FieldName, CredentialCheck>>

const EMPTY: Values = { phoneNumberId: '', wabaId: '', accessToken: '', appSecret: '' }

/** Only what was filled in is sent; an empty optional secret is no secret. */
function filled(values: Values): Partial<Values> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value.trim() ? [[name, value.trim()]] : [])),
  )
}

export function ConnectForm({ onConnected }: { onConnected: (channel: ChannelDetail) => void }) {
  const t = useT()
  const { client, queryClient, trpc } = useApi()
  const [name, setName] = useState('')
  const [values, setValues] = useState(EMPTY)
  const [checks, setChecks] = useState<Checks>({})
  const [busy, setBusy] = useState<FieldName | 'connect' | null>(null)
  const [error, setError] = useState<AppError | null>(null)

  const change = (field: FieldName, value: string) => {
    setValues({ ...values, [field]: value })
    setChecks({ ...checks, [field]: undefined })
  }
  const work = async (what: FieldName | 'connect', run: () => Promise<void>) => {
    setBusy(what)
    setError(null)
    try {
      await run()
    } catch (thrown) {
      setError(toAppError(thrown))
    } finally {
      setBusy(null)
    }
  }
  const test = (field: FieldName) =>
    work(field, async () => {
      const answer = await client.channels.test.mutate({
        kind: 'whatsapp_cloud',
        credentials: filled(values),
      })
      const tested = answer.checks.filter((check) => check.field === field || check.state !== 'unchecked')
      setChecks((now) => ({ ...now, ...Object.fromEntries(tested.map((check) => [check.field, check])) }))
    })
  const connect = (event: FormEvent) => {
    event.preventDefault()
    void work('connect', async () => {
      const { appSecret, ...required } = { ...EMPTY, ...filled(values) }
      const credentials = appSecret ? { ...required, appSecret } : required
      const channel = await client.channels.connect.mutate({
        kind: 'whatsapp_cloud',
        name: name.trim(),
        credentials,
      })
      void queryClient.invalidateQueries({ queryKey: trpc.channels.pathKey() })
      onConnected(channel)
    })
  }
  return (
    <form onSubmit={connect} className="flex max-w-[600px] flex-col gap-5">
      <Field label={t('connect.name')} hint={t('connect.nameHelp')}>
        {(control) => (
          <Input
            {...control}
            name="name"
            required
            autoFocus
            maxLength={LIMITS.name}
            placeholder={t('connect.namePlaceholder')}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      {FIELDS.map((spec) => (
        <CredentialField
          key={spec.name}
          spec={spec}
          value={values[spec.name]}
          check={checks[spec.name]}
          refused={error?.details.fields?.[`credentials.${spec.name}`] !== undefined}
          busy={busy === spec.name}
          onChange={(value) => change(spec.name, value)}
          onTest={() => void test(spec.name)}
        />
      ))}
      {error && (
        <p
          role="alert"
          className="flex items-start gap-2 rounded-[9px] bg-danger-soft px-3 py-2 text-small text-danger-text"
        >
          <CircleAlert className="mt-px size-4 shrink-0 stroke-[1.75]" aria-hidden /> {errorText(t, error)}
        </p>
      )}
      <div>
        <Button
          type="submit"
          variant="primary"
          size="lg"
          busy={busy === 'connect'}
          data-testid="connect.submit"
        >
          {t('connect.submit')}
        </Button>
      </div>
    </form>
  )
}

interface CredentialProps {
  spec: FieldSpec
  value: string
  check: CredentialCheck | undefined
  refused: boolean
  busy: boolean
  onChange: (value: string) => void
  onTest: () => void
}

function CredentialField({ spec, value, check, refused, busy, onChange, onTest }: CredentialProps) {
  const t = useT()
  const failed = check?.state === 'failed'
  const error =
    failed && check.reason ? t(CHECK_REASONS[check.reason]) : refused ? t('connect.badFormat') : undefined
  const optional = spec.isOptional && <span className="text-micro text-text-3">{t('common.optional')}</span>
  return (
    <div>
      <Field label={t(spec.label)} hint={t(spec.help)} error={error} aside={optional}>
        {(control) => {
          const shared = {
            ...control,
            name: spec.name,
            required: !spec.isOptional,
            value,
            autoComplete: 'off',
            spellCheck: false,
            onChange: (event: { target: { value: string } }) => onChange(event.target.value),
          }
          return (
            <div className="flex gap-2">
              <div className="min-w-0 flex-1">
                {spec.isSecret ? (
                  <SecretInput
                    {...shared}
                    showLabel={t('connect.show')}
                    hideLabel={t('connect.hide')}
                    className="font-mono text-small"
                  />
                ) : (
                  <Input
                    {...shared}
                    inputMode="numeric"
                    pattern="[0-9]{5,32}"
                    title={t('connect.digits')}
                    className="font-mono text-small"
                  />
                )}
              </div>
              <Button
                className="h-[38px]"
                disabled={!value.trim()}
                busy={busy}
                onClick={onTest}
                aria-label={t('connect.testField', { field: t(spec.label) })}
                data-testid={`connect.test.${spec.name}`}
              >
                {t('connect.test')}
              </Button>
            </div>
          )
        }}
      </Field>
      {check?.state === 'ok' && (
        <p
          role="status"
          data-testid={`connect.check.${spec.name}`}
          data-state="ok"
          className="mt-1.5 flex items-center gap-1.5 text-small font-[550] text-success-text"
        >
          <CircleCheck className="size-4 stroke-[1.75]" aria-hidden /> {check.detail ?? t('check.ok')}
        </p>
      )}
    </div>
  )
}
