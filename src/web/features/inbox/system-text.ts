import type { MessageDto } from '@shared/contracts/messages.ts'
import type { UserId } from '@shared/ids.ts'
import type { Translate } from '../../i18n/catalogue.ts'

interface Context {
  t: Translate
  message: MessageDto
  nameOf: (id: UserId) => string | undefined
}

/** What a system line says. Facts that we have no words for yet are shown as the server wrote them. */
export function systemText({ t, message, nameOf }: Context): string {
  const facts = message.payload?.system
  const person = (id: unknown) => (typeof id === 'string' ? nameOf(id as UserId) : undefined) ?? t('message.team')
  switch (facts?.event) {
    case 'conversation.assigned':
      return facts.assigneeId === null
        ? t('system.unassigned', { by: person(facts.by) })
        : t('system.assigned', { by: person(facts.by), to: person(facts.assigneeId) })
    case 'conversation.resolved':
      return t('system.resolved', { by: person(facts.by) })
    case 'conversation.reopened':
      return t('system.reopened', { by: person(facts.by) })
    case 'contact.number_changed':
    case 'user_changed_number':
      return t('system.numberChanged')
    default:
      return message.text ?? t('message.system')
  }
}
