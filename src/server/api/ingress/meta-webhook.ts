import type { IncomingMessage, ServerResponse } from 'node:http'
import { isId } from '../../../shared/ids.ts'
import type { Adapters, RoutedItem } from '../../adapters/contract/index.ts'
import type { ChannelDirectory, ChannelHealthBoard, LiveChannel } from '../../modules/channels/index.ts'
import { keepUnrouted, type Intake } from '../../modules/inbound/index.ts'
import { constantTimeEqual } from '../../platform/crypto/index.ts'
import { isDatabaseAway } from '../../platform/db/errors.ts'
import type { SystemDb } from '../../platform/db/system-db.ts'
import type { WorkspaceDbFactory } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import type { Logger } from '../../platform/log/index.ts'
import { readBody } from './read-body.ts'

export interface MetaIngressServices {
  adapters: Adapters
  directory: ChannelDirectory
  health: ChannelHealthBoard
  intake: Intake
  systemDb: SystemDb
  workspaceDb: WorkspaceDbFactory
  log: Logger
  /** Of the platform's own app; channels of customers with an app of their own bring theirs. */
  appSecret: string | undefined
  verifyToken: string | undefined
}

/** Meta sends at most 3 MB. */
const MAX_BYTES = 4 * 1024 * 1024
const PATH = /^\/webhooks\/meta(?:\/([^/?]+))?\/?(?:\?|$)/
const KIND = 'whatsapp_cloud'

/**
 * Meta's calls to us, on plain node:http: Express would cost three times the work of storing the
 * message. Answers 200 only after everything in the body is committed.
 * @returns false where the request is not for us.
 */
export function createMetaIngress(services: MetaIngressServices) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const match = PATH.exec(request.url ?? '')
    if (!match) return false
    handle(services, request, match[1]).then(
      ({ status, body }) => reply(response, status, body),
      (error: unknown) => reply(response, ...failure(services, error)),
    )
    return true
  }
}

interface Answer {
  status: number
  body: string
}

async function handle(
  services: MetaIngressServices,
  request: IncomingMessage,
  pathId: string | undefined,
): Promise<Answer> {
  const channel = await channelOfPath(services, pathId)
  if (pathId !== undefined && !channel) return { status: 404, body: 'unknown channel' }
  if (request.method === 'GET') return challenge(services, request, channel)
  if (request.method !== 'POST') return { status: 405, body: 'use GET or POST' }
  const raw = await readBody(request, MAX_BYTES)
  if ('reason' in raw) return { status: raw.status, body: raw.reason }
  return receive(services, { raw, header: request.headers['x-hub-signature-256'], pathChannel: channel })
}

function channelOfPath(services: MetaIngressServices, pathId: string | undefined) {
  return isId('channel', pathId) ? services.directory.byId(pathId) : Promise.resolve(undefined)
}

/** Meta asks whether this address is ours: the bare challenge comes back if the token is right. */
async function challenge(
  services: MetaIngressServices,
  request: IncomingMessage,
  channel: LiveChannel | undefined,
): Promise<Answer> {
  const query = new URL(request.url ?? '', 'http://localhost').searchParams
  const given = query.get('hub.verify_token') ?? ''
  const expected = channel ? [channel.verifyToken, services.verifyToken] : [services.verifyToken]
  const isOurs =
    query.get('hub.mode') === 'subscribe' &&
    expected.some((token) => token !== null && token !== undefined && constantTimeEqual(token, given))
  if (!isOurs) {
    services.log.warn({ evt: 'ingress.verify_token_mismatch', channelId: channel?.channelId ?? null })
    if (channel) await report(services, channel, 'verify_token_mismatch')
    return { status: 403, body: 'the verify token does not match' }
  }
  if (channel)
    await services.health.webhookVerified(
      services.workspaceDb(channel.workspaceId),
      channel.channelId,
      new Date(),
    )
  return { status: 200, body: query.get('hub.challenge') ?? '' }
}

interface Delivery {
  raw: Buffer
  header: string | string[] | undefined
  pathChannel: LiveChannel | undefined
}

async function receive(services: MetaIngressServices, delivery: Delivery): Promise<Answer> {
  const body = parse(delivery.raw)
  const { routed, unrouted } = services.adapters[KIND].split(body)
  const found = await Promise.all(
    routed.map(async (part) => ({
      part,
      channel: await services.directory.byAccount(KIND, part.externalAccountId),
    })),
  )
  const secrets = candidateSecrets(services, delivery, found)
  const verdict = services.adapters[KIND].verify(delivery.raw, delivery.header, secrets)
  if (verdict.mac === null) {
    await reportForgery(services, delivery)
    return { status: 401, body: 'the signature does not match' }
  }
  if (body === undefined) return { status: 400, body: 'the body is not JSON' }

  const { mac } = verdict
  const signedBy = secrets[verdict.index]
  const accepted: Promise<void>[] = []
  const strays = [...unrouted]
  for (const { part, channel } of found) {
    if (channel && secretOf(services, channel) === signedBy)
      accepted.push(accept(services, channel, { part, mac }))
    else strays.push({ ...part, reason: channel ? 'signed_by_another_app' : 'unknown_account' })
  }
  await Promise.all([...accepted, keepUnrouted(services.systemDb, strays)])
  return { status: 200, body: 'ok' }
}

function accept(
  services: MetaIngressServices,
  channel: LiveChannel,
  { part, mac }: { part: RoutedItem; mac: Buffer },
): Promise<void> {
  return services.intake.accept({
    channel,
    dedupe: mac.subarray(0, 16),
    content: part.item,
    body: JSON.stringify(part.item),
    receivedAt: new Date(),
  })
}

/** Undefined where it is not JSON: told apart from a forgery only after the signature is known. */
function parse(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8')) ?? null
  } catch {
    return undefined
  }
}

type Found = { part: RoutedItem; channel: LiveChannel | undefined }[]

/** The app secrets that may rightly sign this body: the platform's, and those of its channels. */
function candidateSecrets(services: MetaIngressServices, delivery: Delivery, found: Found): string[] {
  const secrets = new Set<string>()
  if (services.appSecret) secrets.add(services.appSecret)
  for (const channel of [delivery.pathChannel, ...found.map(({ channel: live }) => live)]) {
    if (channel?.signingSecret) secrets.add(channel.signingSecret)
  }
  return [...secrets]
}

function secretOf(services: MetaIngressServices, channel: LiveChannel): string | undefined {
  return channel.signingSecret ?? services.appSecret
}

/**
 * Shown to people only where the address named the channel: whoever can guess a phone number id must
 * not be able to write into a stranger's health.
 */
async function reportForgery(services: MetaIngressServices, { pathChannel }: Delivery): Promise<void> {
  services.log.warn({ evt: 'ingress.signature_mismatch', channelId: pathChannel?.channelId ?? null })
  if (pathChannel) await report(services, pathChannel, 'signature_mismatch')
}

function report(
  services: MetaIngressServices,
  channel: LiveChannel,
  reason: 'verify_token_mismatch' | 'signature_mismatch',
): Promise<void> {
  const db = services.workspaceDb(channel.workspaceId)
  return services.health.report(db, channel.channelId, { reason, at: new Date().toISOString() })
}

/** Trouble of ours is 503 at once: the provider keeps the message and comes again. */
function failure(services: MetaIngressServices, error: unknown): [number, string] {
  const away = isDatabaseAway(error) || (error instanceof AppError && error.code === 'UNAVAILABLE')
  services.log[away ? 'warn' : 'error']({ evt: 'ingress.failed', err: error })
  return [503, 'try again']
}

function reply(response: ServerResponse, status: number, body: string): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
    // After a refused body the rest of it is still on its way: this connection is done.
    ...(status === 413 ? { connection: 'close' } : {}),
  })
  response.end(body)
}
