import type { MessageDto } from '@shared/contracts/messages.ts'
import type { PlainKey, Translate } from '../../i18n/catalogue.ts'

/** WhatsApp's own names for what it tells of a contact. */
const EVENTS: Record<string, PlainKey> = {
  user_changed_number: 'system.numberChanged',
  customer_changed_number: 'system.numberChanged',
  user_changed_user_id: 'system.userChanged',
  customer_identity_changed: 'system.identityChanged',
}

/** What a system line says; one that we have no words for shows the server's text, if any. */
export function systemText(t: Translate, message: MessageDto): string {
  const event = message.payload?.system?.event
  const known = event ? EVENTS[event] : undefined
  return known ? t(known) : (message.text ?? t('message.system'))
}
