import type { IncomingHttpHeaders } from 'node:http'
import { GraphError } from './error.ts'
import { json, type Answer } from '../http-io.ts'
import type { FaultCall } from '../world/faults.ts'
import type { BusinessNumber, JsonObject } from '../types.ts'
import type { World } from '../world/world.ts'

/** One call to the Graph API, already without its version prefix. */
export interface GraphCall {
  method: string
  path: string[]
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
}

/** The body as a JSON object; an empty body is an empty object. @throws GraphError 100 for anything else. */
export function jsonBody(call: GraphCall): JsonObject {
  if (call.body.length === 0) return {}
  const parsed = parseOrUndefined(call.body.toString('utf8'))
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new GraphError(100, { details: 'The request body is not a JSON object' })
  }
  return parsed as JsonObject
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The Bearer token, or Meta's other place for it, the query. */
export function tokenOf(call: GraphCall): string | undefined {
  const bearer = /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(call.headers.authorization ?? '')
  return bearer?.[1] ?? call.query.get('access_token') ?? undefined
}

/** Numbers the caller's token may use. @throws GraphError 190, or 100 when a demanded proof is missing. */
export function authenticate(world: World, call: GraphCall): BusinessNumber[] {
  const numbers = world.registry.authenticate(tokenOf(call))
  const first = numbers[0]
  if (world.settings.requireAppSecretProof && first) {
    const inBody = isJson(call) ? jsonBody(call)['appsecret_proof'] : undefined
    const proof = call.query.get('appsecret_proof') ?? (typeof inBody === 'string' ? inBody : null)
    world.registry.requireProof(first, proof)
  }
  return numbers
}

export function isJson(call: GraphCall): boolean {
  return (call.headers['content-type'] ?? '').startsWith('application/json')
}

/** Keeps the named fields, and `id` always. @throws GraphError 100 for a field the node lacks. */
export function pickFields(node: JsonObject, fields: string | null, defaults: string[]): JsonObject {
  const names = fields ? fields.split(',').map((name) => name.trim()) : defaults
  const picked: JsonObject = {}
  for (const name of names) {
    if (!(name in node)) {
      throw new GraphError(100, { message: `(#100) Tried accessing nonexisting field (${name})` })
    }
    picked[name] = node[name]
  }
  return { ...picked, id: node['id'] }
}

const HTML_ERROR =
  '<!DOCTYPE html><html lang="en"><head><title>Facebook | Error</title></head><body><h1>Sorry, something went wrong.</h1></body></html>'

/**
 * Runs an endpoint under the fault that strikes it. `perform` gets the code of a later failure, and is
 * only run when the provider takes the call on.
 */
export function withFault(
  world: World,
  call: FaultCall,
  perform: (failLaterCode?: number) => Answer,
): Answer {
  const fault = world.faults.next(call)
  switch (fault?.kind) {
    case undefined:
      return perform()
    case 'refuse': {
      const { kind: _kind, code, ...options } = fault
      throw new GraphError(code, options)
    }
    case 'drop-before-accept':
      return { kind: 'reset' }
    case 'hang':
      return { kind: 'hang' }
    case 'http-500-html':
      if (fault.isAccepted) perform()
      return { kind: 'text', status: fault.status ?? 500, body: HTML_ERROR, type: 'text/html; charset=utf-8' }
    case 'accept-then-drop':
      perform()
      return { kind: 'reset' }
    case 'accept-then-delay': {
      const answer = perform()
      return answer.kind === 'json' ? { ...answer, delayMs: fault.delayMs } : answer
    }
    case 'fail-later':
      return perform(fault.code)
  }
}

/** Error answers carry the usage headers a caller may slow down by. */
export function errorAnswer(error: GraphError, wabaId: string | undefined): Answer {
  const isThrottled = [4, 80007, 130429].includes(error.code)
  const usage = {
    call_count: 100,
    total_cputime: 20,
    total_time: 20,
    type: 'whatsapp',
    estimated_time_to_regain_access: 1,
  }
  return {
    ...(json(error.body(), error.status) as Extract<Answer, { kind: 'json' }>),
    headers: {
      'www-authenticate': `OAuth "Facebook Platform" "invalid_request" "${error.message.replaceAll('"', "'").slice(0, 80)}"`,
      ...(isThrottled && wabaId && { 'x-business-use-case-usage': JSON.stringify({ [wabaId]: [usage] }) }),
    },
  }
}
