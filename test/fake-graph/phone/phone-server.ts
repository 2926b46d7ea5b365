import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { handleControl } from '../control/http.ts'
import type { Control } from '../control/control.ts'
import { json, readBody, writeAnswer, type Answer } from '../http-io.ts'
import type { World } from '../world/world.ts'
import { streamChanges } from './live.ts'
import { createCustomer, sendContent, sendMedia, setPlayed } from './phone-api.ts'
import { phoneState } from './phone-state.ts'

const { resolve } = createRequire(import.meta.url)
const FIGTREE = '@fontsource-variable/figtree/files/figtree-'

const asset = (name: string, type: string) => ({ path: new URL(`assets/${name}`, import.meta.url), type })
const font = (subset: string) => ({
  path: resolve(`${FIGTREE}${subset}-wght-normal.woff2`),
  type: 'font/woff2',
})

const SCRIPTS = ['phone', 'people', 'composer', 'bubbles', 'bubble-actions', 'media', 'dom', 'i18n']

const STATIC: Record<string, { path: string | URL; type: string }> = {
  '/': asset('index.html', 'text/html; charset=utf-8'),
  '/phone.css': asset('phone.css', 'text/css; charset=utf-8'),
  '/tokens.css': asset('tokens.css', 'text/css; charset=utf-8'),
  '/figtree-latin.woff2': font('latin'),
  '/figtree-latin-ext.woff2': font('latin-ext'),
  ...Object.fromEntries(
    SCRIPTS.map((name) => [`/${name}.js`, asset(`${name}.js`, 'text/javascript; charset=utf-8')]),
  ),
}

const SECURITY_HEADERS: Record<string, string> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/** Serves the customers' phone: a page, its JSON, and live changes. */
export function phoneHandler(world: World, control: Control) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://phone')
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
    if (url.pathname === '/api/events') {
      streamChanges(world, url.searchParams, response)
      return
    }
    writeAnswer(response, await answer(world, control, { request, url }))
  }
}

async function answer(
  world: World,
  control: Control,
  call: { request: IncomingMessage; url: URL },
): Promise<Answer> {
  const { request, url } = call
  const method = request.method ?? 'GET'
  if (method === 'GET') return get(world, url)
  // Another page in the same browser must not write in a customer's name.
  const { origin, host } = request.headers
  if (origin !== undefined && origin !== `http://${host}`) return json({ error: 'origin' }, 403)
  const body = await readBody(request)
  if (url.pathname.startsWith('/__control/')) return handleControl(control, { method, url, body })
  switch (url.pathname) {
    case '/api/customers':
      return createCustomer(world, body)
    case '/api/messages':
      return sendContent(world, body)
    case '/api/played':
      return setPlayed(world, body)
    case '/api/media':
      return sendMedia(world, {
        query: url.searchParams,
        type: request.headers['content-type'] ?? '',
        bytes: body,
      })
    default:
      return json({ error: 'not found' }, 404)
  }
}

async function get(world: World, url: URL): Promise<Answer> {
  const file = STATIC[url.pathname]
  if (file) return { kind: 'bytes', status: 200, body: await readFile(file.path), type: file.type }
  if (url.pathname === '/api/state') return json(phoneState(world, url.searchParams))
  if (url.pathname.startsWith('/media/')) return mediaAnswer(world, url.pathname.slice('/media/'.length))
  if (url.pathname === '/favicon.ico') return { kind: 'text', status: 204, body: '', type: 'image/x-icon' }
  return json({ error: 'not found' }, 404)
}

/** Pictures and sound play in the page; everything else is a download. */
function mediaAnswer(world: World, id: string): Answer {
  const media = world.media.find(id)
  if (!media) return json({ error: 'not found' }, 404)
  const isInline = /^(image\/(jpeg|png|webp|gif)|audio\/|video\/)/.test(media.mimeType)
  const name = encodeURIComponent(media.fileName ?? media.id)
  const disposition = `${isInline ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`
  return {
    kind: 'bytes',
    status: 200,
    body: media.bytes,
    type: media.mimeType,
    headers: { 'content-disposition': disposition },
  }
}
