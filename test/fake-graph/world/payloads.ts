import { toSeconds } from './clock.ts'
import { statusError } from '../graph/error.ts'
import type { BusinessNumber, Customer, JsonObject, SentMessage, StatusName } from '../types.ts'
import type { World } from './world.ts'

/** Bodies of the `messages` field of WhatsApp webhooks. */

/** Frame around what happened on one number. */
export function frame(world: World, number: BusinessNumber, value: JsonObject): JsonObject {
  const metadata = {
    display_phone_number: world.registry.displayDigits(number),
    phone_number_id: number.phoneNumberId,
  }
  return {
    object: 'whatsapp_business_account',
    entry: [
      {
        id: number.wabaId,
        changes: [{ value: { messaging_product: 'whatsapp', metadata, ...value }, field: 'messages' }],
      },
    ],
  }
}

/** A `contacts[]` entry; a person who hides the phone has no `wa_id`. */
export function contactEntry(world: World, number: BusinessNumber, customer: Customer): JsonObject {
  const waId = world.customers.visibleWaId(customer)
  return {
    profile: { name: customer.name, ...(customer.username && { username: `@${customer.username}` }) },
    ...(waId && { wa_id: waId }),
    user_id: world.customers.bsuidOf(number, customer),
  }
}

/** What a person wrote; `content` is `{ type, [type]: … }` plus `context`, `referral` or `errors`. */
export function inboundPayload(
  world: World,
  input: {
    number: BusinessNumber
    customer: Customer
    wamid: string
    at: number
    content: JsonObject
  },
): JsonObject {
  const { number, customer, wamid, at, content } = input
  const waId = world.customers.visibleWaId(customer)
  const { context, ...rest } = content
  const message = {
    ...(context !== undefined && { context }),
    ...(waId && { from: waId }),
    from_user_id: world.customers.bsuidOf(number, customer),
    id: wamid,
    timestamp: toSeconds(at),
    ...rest,
  }
  return frame(world, number, { contacts: [contactEntry(world, number, customer)], messages: [message] })
}

export interface StatusInput {
  sent: SentMessage
  status: StatusName
  at: number
  /** Only for `failed`. */
  errorCode?: number
}

/** What became of a message of the business. A failed one carries no contacts. */
export function statusPayload(world: World, input: StatusInput): JsonObject {
  const { sent, status, at, errorCode } = input
  const number = world.registry.get(sent.phoneNumberId)
  const customer = world.customers.get(sent.customerId)
  const isFailed = status === 'failed'
  const waId = sent.to === undefined ? undefined : sent.waId
  const userId = isFailed && waId ? undefined : world.customers.bsuidOf(number, customer)
  const entry = {
    id: sent.wamid,
    status,
    timestamp: toSeconds(at),
    ...(waId && { recipient_id: waId }),
    ...(userId && { recipient_user_id: userId }),
    ...(sent.opaque !== undefined && { biz_opaque_callback_data: sent.opaque }),
    ...((status === 'sent' || status === 'delivered') && { pricing: pricingOf(sent) }),
    ...(isFailed && errorCode !== undefined && { errors: [statusError(errorCode)] }),
  }
  const contact = {
    profile: { name: customer.name },
    ...(waId && { wa_id: waId }),
    user_id: world.customers.bsuidOf(number, customer),
  }
  const statuses = Array.from({ length: 1 + world.settings.duplicateStatuses }, () => entry)
  return frame(world, number, { ...(!isFailed && { contacts: [contact] }), statuses })
}

function pricingOf(sent: SentMessage): JsonObject {
  const isTemplate = sent.type === 'template'
  return {
    billable: isTemplate,
    pricing_model: 'PMP',
    type: isTemplate ? 'regular' : 'free_customer_service',
    category: isTemplate ? (sent.templateCategory ?? 'utility') : 'service',
  }
}
