import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { json, readBody, writeAnswer, type Answer } from '../../fake-graph/http-io.ts'
import type { Control } from '../control/control.ts'
import { handleControl } from '../control/http.ts'
import type { World } from '../world/world.ts'
import { streamChanges } from './live.ts'
import { PHONE_ACTIONS, sendMedia } from './phone-api.ts'
import { phoneState } from './phone-state.ts'
import { STATIC } from './static-files.ts'

const CONTROL = '/__control/'

const SECURITY_HEADERS: Record<string, string> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

interface Call {
  request: IncomingMessage
  url: URL
}

/** Serves the phones (a page, its JSON, live changes) and control to other processes. */
export function phoneHandler(world: World, control: Control) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://phone')
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
    if (url.pathname === '/api/events') return streamChanges(world, url.searchParams, response)
    const isRead = request.method === 'GET'
    writeAnswer(response, await (isRead ? get(world, url) : post(control, { request, url })))
  }
}

async function get(world: World, { pathname, searchParams }: URL): Promise<Answer> {
  const file = STATIC[pathname]
  if (file) return { kind: 'bytes', status: 200, body: await readFile(file.path), type: file.type }
  if (pathname === '/api/state') return json(phoneState(world, searchParams))
  if (pathname.startsWith('/media/')) return mediaAnswer(world, pathname.slice('/media/'.length))
  if (pathname === '/favicon.ico') return { kind: 'text', status: 204, body: '', type: 'image/x-icon' }
  return json({ error: 'not found' }, 404)
}

async function post(control: Control, { request, url }: Call): Promise<Answer> {
  // Another page in the same browser must not write in somebody's name.
  const { origin, host } = request.headers
  if (origin !== undefined && origin !== `http://${host}`) return json({ error: 'origin' }, 403)
  const body = await readBody(request)
  const { pathname } = url
  if (pathname.startsWith(CONTROL)) return handleControl(control, pathname.slice(CONTROL.length), body)
  if (pathname === '/api/media') {
    const type = request.headers['content-type'] ?? ''
    return sendMedia(control, { query: url.searchParams, type, bytes: body })
  }
  return PHONE_ACTIONS[pathname]?.(control, body) ?? json({ error: 'not found' }, 404)
}

/** The decrypted file of a message: `<phone>/<other phone>/<message id>`. */
async function mediaAnswer(world: World, path: string): Promise<Answer> {
  const [account = '', peer = '', id = ''] = path.split('/')
  const media = world.threads.find(account, peer, id)?.media
  const bytes = media && (await world.media.decrypted(media))
  if (!media || !bytes) return json({ error: 'not found' }, 404)
  const isInline = /^(image\/(jpeg|png|webp|gif)|audio\/|video\/)/.test(media.mimeType)
  const name = encodeURIComponent(media.fileName ?? id)
  const disposition = `${isInline ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`
  const headers = { 'content-disposition': disposition }
  return { kind: 'bytes', status: 200, body: bytes, type: media.mimeType, headers }
}
