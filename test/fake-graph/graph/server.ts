import type { IncomingMessage, ServerResponse } from 'node:http'
import { handleControl } from '../control/http.ts'
import type { Control } from '../control/control.ts'
import { errorAnswer, isJson, jsonBody, type GraphCall } from './call.ts'
import { GraphError, unknownObject } from './error.ts'
import { readBody, writeAnswer, type Answer } from '../http-io.ts'
import {
  debugToken,
  describeNumber,
  describeWaba,
  listNumbers,
  listTemplates,
  subscribedApps,
} from './routes-account.ts'
import { deleteMedia, describeMedia, downloadMedia, uploadMedia } from './routes-media.ts'
import { postMessages } from './routes-messages.ts'
import type { JsonObject } from '../types.ts'
import type { World } from '../world/world.ts'

const SECRET_PARAMETERS = ['access_token', 'appsecret_proof', 'input_token']

/** Answers Graph calls under any `/vNN.N/` prefix, media downloads, and control under `/__control/`. */
export function graphHandler(world: World, control: Control) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', world.graphUrl)
    const method = request.method ?? 'GET'
    if (url.pathname.startsWith('/__control/')) {
      writeAnswer(response, await handleControl(control, { method, url, body: await readBody(request) }))
      return
    }
    const path = url.pathname.split('/').filter(Boolean)
    if (/^v\d+\.\d+$/.test(path[0] ?? '')) path.shift()
    const call = {
      method,
      path,
      query: url.searchParams,
      headers: request.headers,
      body: await readBody(request),
    }
    const { answer, errorCode } = await answerGraph(world, call)
    record(world, { call, url, answer, errorCode })
    writeAnswer(response, answer)
  }
}

async function answerGraph(world: World, call: GraphCall): Promise<{ answer: Answer; errorCode?: number }> {
  try {
    return { answer: await route(world, call) }
  } catch (error) {
    if (!(error instanceof GraphError)) throw error
    const wabaId = world.registry.find(call.path[0] ?? '')?.wabaId
    return { answer: errorAnswer(error, wabaId), errorCode: error.code }
  }
}

async function route(world: World, call: GraphCall): Promise<Answer> {
  const [id, edge, ...rest] = call.path
  if (id === 'lookaside') return downloadMedia(world, call)
  if (id === undefined || rest.length > 0) throw unknownPath(call)
  if (id === 'debug_token' && call.method === 'GET') return debugToken(world, call)
  switch (`${call.method} ${edge ?? ''}`.trim()) {
    case 'POST messages':
      return postMessages(world, call, id)
    case 'POST media':
      return uploadMedia(world, call, id)
    case 'GET phone_numbers':
      return listNumbers(world, call, id)
    case 'GET message_templates':
      return listTemplates(world, call, id)
    case 'POST subscribed_apps':
    case 'GET subscribed_apps':
    case 'DELETE subscribed_apps':
      return subscribedApps(world, call, id)
    case 'GET':
    case 'DELETE':
      return routeNode(world, call, id)
    default:
      throw unknownPath(call)
  }
}

/** An id alone: media, a number or a WABA. */
function routeNode(world: World, call: GraphCall, id: string): Answer {
  const media = world.media.find(id)
  if (media)
    return call.method === 'DELETE' ? deleteMedia(world, call, media) : describeMedia(world, call, media)
  if (call.method === 'DELETE') throw unknownObject(id, 'delete')
  const isWaba = world.registry.numbersOfWaba(id).length > 0
  return isWaba ? describeWaba(world, call, id) : describeNumber(world, call, id)
}

function unknownPath(call: GraphCall): GraphError {
  return new GraphError(2500, { message: `Unknown path components: /${call.path.slice(1).join('/')}` })
}

function record(
  world: World,
  input: { call: GraphCall; url: URL; answer: Answer; errorCode: number | undefined },
): void {
  const { call, url, answer, errorCode } = input
  const body = isJson(call) ? recordableBody(call) : undefined
  const query = Object.fromEntries([...call.query].filter(([name]) => !SECRET_PARAMETERS.includes(name)))
  world.recorder.addCall({
    at: world.clock.now(),
    method: call.method,
    path: url.pathname,
    query,
    outcome: 'status' in answer ? answer.status : answer.kind,
    ...(errorCode !== undefined && { errorCode }),
    ...(body && { body }),
  })
}

/** A body that is no JSON was answered with an error that says so. */
function recordableBody(call: GraphCall): JsonObject | undefined {
  try {
    return jsonBody(call)
  } catch {
    return undefined
  }
}
