import { CircleAlert, CircleHelp } from 'lucide-react'
import { useState } from 'react'
import type { SettleMessage } from '@shared/contracts/messages.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useCan, useWorkspace } from '../../lib/workspace-context.tsx'
import { toast } from '../../ui/toast.tsx'
import { canResend, failureText } from './failure-text.ts'
import type { ShownMessage } from './thread-entries.ts'

/** Under a message that did not get through: why, in plain words, and what a person can do. */
export function MessageProblem({ message }: { message: ShownMessage }) {
  if (message.local?.refusal) return <Refused message={message} />
  if (message.status === 'failed') return <Failed message={message} />
  if (message.status === 'unknown') return <Unknown message={message} />
  return null
}

const LINE =
  'mt-1 flex max-w-[min(72%,56ch)] flex-wrap items-center justify-end gap-x-1 gap-y-0.5 text-end text-micro'

function Refused({ message }: { message: ShownMessage }) {
  const t = useT()
  const { outbox } = useWorkspace()
  const item = message.local
  if (!item?.refusal) return null
  return (
    <div role="alert" className={LINE}>
      <Reason text={errorText(t, item.refusal)} />
      <Choice
        label={t('common.retry')}
        onPress={() => outbox.retry(item.clientToken)}
        testId="thread.retry"
      />
      <Choice
        label={t('thread.discard')}
        onPress={() => outbox.discard(item.clientToken)}
        testId="thread.discard"
      />
    </div>
  )
}

function Failed({ message }: { message: ShownMessage }) {
  const t = useT()
  const can = useCan()
  const settle = useSettle(message)
  return (
    <div className={LINE}>
      <Reason text={failureText(t, message.error)} />
      {can('messages.send') && canResend(message.error) && (
        <Choice label={t('common.retry')} onPress={() => settle('resend')} testId="thread.retry" />
      )}
      {message.text && (
        <Choice
          label={t('message.copy')}
          onPress={() => void navigator.clipboard.writeText(message.text ?? '')}
          testId="thread.copy"
        />
      )}
    </div>
  )
}

/** Nobody knows whether it arrived, so a person who can look at the phone decides. */
function Unknown({ message }: { message: ShownMessage }) {
  const t = useT()
  const can = useCan()
  const settle = useSettle(message)
  return (
    <div className={LINE}>
      <span className="inline-flex items-start gap-1 text-warning-text">
        <CircleHelp className="mt-px size-3.5 shrink-0 stroke-2" aria-hidden /> {t('failure.unknown')}
      </span>
      {can('messages.send') && (
        <>
          <Choice label={t('thread.resend')} onPress={() => settle('resend')} testId="thread.resend" />
          <Choice label={t('thread.markSent')} onPress={() => settle('mark_sent')} testId="thread.markSent" />
          <Choice label={t('thread.discard')} onPress={() => settle('give_up')} testId="thread.giveUp" />
        </>
      )}
    </div>
  )
}

function Reason({ text }: { text: string }) {
  return (
    <span className="inline-flex items-start gap-1 text-danger-text">
      <CircleAlert className="mt-px size-3.5 shrink-0 stroke-2" aria-hidden /> {text}
    </span>
  )
}

function Choice({ label, onPress, testId }: { label: string; onPress: () => void; testId: string }) {
  return (
    <button
      type="button"
      data-testid={testId}
      onClick={onPress}
      className="min-h-6 rounded-md px-1.5 font-[600] text-brand-text hover:bg-surface-2"
    >
      {label}
    </button>
  )
}

function useSettle(message: ShownMessage) {
  const t = useT()
  const { api, cache } = useWorkspace()
  const [busy, setBusy] = useState(false)
  return (decision: SettleMessage['decision']) => {
    if (busy) return
    setBusy(true)
    api.client.messages.settle
      .mutate({ id: message.id, decision })
      .then((settled) => cache.putMessage(settled))
      .catch((thrown: unknown) => toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) }))
      .finally(() => setBusy(false))
  }
}
