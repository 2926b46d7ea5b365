import { authenticate, isJson, jsonBody, pickFields, withFault, type GraphCall } from './call.ts'
import { GraphError, unknownObject } from './error.ts'
import { DEMO_APP } from '../demo-data.ts'
import { json, type Answer } from '../http-io.ts'
import { DEMO_TEMPLATES } from './templates.ts'
import type { BusinessNumber, JsonObject } from '../types.ts'
import { challengeCallback } from '../world/webhook-sender.ts'
import type { World } from '../world/world.ts'

const NUMBER_DEFAULTS = [
  'verified_name',
  'code_verification_status',
  'display_phone_number',
  'quality_rating',
  'platform_type',
  'throughput',
]

/** `GET /{phone number id}`. */
export function describeNumber(world: World, call: GraphCall, phoneNumberId: string): Answer {
  const number = world.registry.authorise(authenticate(world, call), phoneNumberId)
  return account(world, number, () =>
    json(pickFields(numberNode(number), call.query.get('fields'), NUMBER_DEFAULTS)),
  )
}

/** `GET /{waba id}`, with the portfolio that owns it under `owner_business_info`. */
export function describeWaba(world: World, call: GraphCall, wabaId: string): Answer {
  const number = authoriseWaba(world, call, wabaId)
  const node = {
    id: wabaId,
    name: number.verifiedName,
    currency: 'USD',
    timezone_id: '96',
    message_template_namespace: `ns_${wabaId}`,
    account_review_status: 'APPROVED',
    business_verification_status: 'verified',
    owner_business_info: { id: world.registry.portfolioOf(number), name: number.verifiedName },
  }
  const defaults = ['name', 'timezone_id', 'message_template_namespace']
  return account(world, number, () => json(pickFields(node, call.query.get('fields'), defaults)))
}

/** `GET /{waba id}/phone_numbers`. */
export function listNumbers(world: World, call: GraphCall, wabaId: string): Answer {
  const number = authoriseWaba(world, call, wabaId)
  return account(world, number, () => {
    const nodes = world.registry.numbersOfWaba(wabaId).map(numberNode)
    return json({
      data: nodes.map((node) => pickFields(node, call.query.get('fields'), NUMBER_DEFAULTS)),
      ...onePage(),
    })
  })
}

/** `GET /{waba id}/message_templates`, filtered by name and status, paged by `limit` and `after`. */
export function listTemplates(world: World, call: GraphCall, wabaId: string): Answer {
  const number = authoriseWaba(world, call, wabaId)
  const { query } = call
  const wanted = DEMO_TEMPLATES.filter(
    (template) =>
      (!query.has('name') || template.name === query.get('name')) &&
      (!query.has('status') || template.status === query.get('status')),
  )
  const start = Number(Buffer.from(query.get('after') ?? '', 'base64url').toString() || 0)
  const end = start + Number(query.get('limit') ?? 25)
  const cursor = (index: number) => Buffer.from(String(index)).toString('base64url')
  const next = new URL(`${world.graphUrl}/${wabaId}/message_templates?${query}`)
  next.searchParams.set('after', cursor(end))
  const defaults = ['name', 'parameter_format', 'components', 'language', 'status', 'category']
  return account(world, number, () =>
    json({
      data: wanted
        .slice(start, end)
        .map((template) => pickFields(withEmptyFields(template), query.get('fields'), defaults)),
      paging: {
        cursors: { before: cursor(start), after: cursor(end) },
        ...(end < wanted.length && { next: next.href }),
      },
    }),
  )
}

function withEmptyFields(template: object): JsonObject {
  return { rejected_reason: 'NONE', quality_score: { score: 'UNKNOWN', date: 1_760_000_000 }, ...template }
}

/** `POST|GET|DELETE /{waba id}/subscribed_apps`; an override URL must pass the challenge first. */
export async function subscribedApps(world: World, call: GraphCall, wabaId: string): Promise<Answer> {
  const number = authoriseWaba(world, call, wabaId)
  const { subscriptions } = world.registry
  if (call.method === 'GET') return json({ data: describeSubscription(world, wabaId) })
  if (call.method === 'DELETE') {
    subscriptions.delete(wabaId)
    world.changed()
    return json({ success: true })
  }
  const overrideUrl = await verifiedOverride(call)
  return account(world, number, () => {
    subscriptions.set(wabaId, { ...(overrideUrl && { overrideUrl }) })
    world.changed()
    return json({ success: true })
  })
}

async function verifiedOverride(call: GraphCall): Promise<string | undefined> {
  const body = isJson(call) ? jsonBody(call) : {}
  const url = body['override_callback_uri'] ?? call.query.get('override_callback_uri')
  if (typeof url !== 'string' || url === '') return undefined
  if (url.length > 200 || !URL.canParse(url))
    throw new GraphError(100, { details: 'Param override_callback_uri is not a valid URI' })
  const reason = await challengeCallback(
    url,
    String(body['verify_token'] ?? call.query.get('verify_token') ?? ''),
  )
  if (reason) {
    throw new GraphError(2200, {
      message: `(#2200) Callback verification failed with the following errors: ${reason}`,
    })
  }
  return url
}

function describeSubscription(world: World, wabaId: string): JsonObject[] {
  const subscription = world.registry.subscriptions.get(wabaId)
  if (!subscription) return []
  const app = { id: DEMO_APP.id, name: DEMO_APP.name, link: 'https://crm-pro.example' }
  return [
    {
      whatsapp_business_api_data: app,
      ...(subscription.overrideUrl && { override_callback_uri: subscription.overrideUrl }),
    },
  ]
}

/** `GET /debug_token?input_token=`: what a token may do; an invalid one is described, not refused. */
export function debugToken(world: World, call: GraphCall): Answer {
  authenticate(world, call)
  const numbers = world.registry.numbersOfToken(call.query.get('input_token') ?? '')
  if (numbers.length === 0) {
    return json({
      data: { is_valid: false, scopes: [], error: { code: 190, message: 'Invalid OAuth access token.' } },
    })
  }
  const scopes = ['whatsapp_business_management', 'whatsapp_business_messaging']
  const wabaIds = [...new Set(numbers.map((number) => number.wabaId))]
  return json({
    data: {
      app_id: DEMO_APP.id,
      type: 'SYSTEM_USER',
      application: DEMO_APP.name,
      expires_at: 0,
      is_valid: true,
      issued_at: 1_760_000_000,
      scopes,
      granular_scopes: scopes.map((scope) => ({ scope, target_ids: wabaIds })),
      user_id: '122100000000',
    },
  })
}

/** A token sees a WABA through any of its numbers. */
function authoriseWaba(world: World, call: GraphCall, wabaId: string): BusinessNumber {
  const number = authenticate(world, call).find((each) => each.wabaId === wabaId)
  if (!number) throw unknownObject(wabaId, call.method)
  return number
}

function account(world: World, number: BusinessNumber, perform: () => Answer): Answer {
  return withFault(world, { endpoint: 'account', phoneNumberId: number.phoneNumberId }, perform)
}

function numberNode(number: BusinessNumber): JsonObject {
  return {
    id: number.phoneNumberId,
    verified_name: number.verifiedName,
    display_phone_number: number.displayPhoneNumber,
    code_verification_status: 'VERIFIED',
    quality_rating: 'GREEN',
    name_status: 'APPROVED',
    status: 'CONNECTED',
    platform_type: 'CLOUD_API',
    throughput: { level: 'STANDARD' },
    is_on_biz_app: false,
    account_mode: 'LIVE',
    whatsapp_business_manager_messaging_limit: 'TIER_2K',
  }
}

function onePage(): JsonObject {
  return { paging: { cursors: { before: 'MAZDZD', after: 'MAZDZD' } } }
}
