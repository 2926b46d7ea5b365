import type { Readable } from 'node:stream'
import type { WhatsAppCloudCredentials } from '../../../shared/contracts/channels.ts'
import type { Connection, FetchedMedia } from '../contract/index.ts'
import type { Download, GraphClient } from '../meta/graph-client.ts'
import { GraphRefusal, refusal, unreachable } from '../meta/graph-error.ts'
import { numberOf, textOf, type JsonObject } from '../meta/json.ts'
import { CAPABILITIES } from './capabilities.ts'

type Cloud = Connection<WhatsAppCloudCredentials>

/** Hosts that Meta serves files from. The URL comes from outside, so it could name any. */
const FILE_HOST = /(^|\.)(fbsbx\.com|fbcdn\.net|whatsapp\.net)$|^graph\.facebook\.com$/
/** Of those, the ones that need the token, and so may see it. */
const TOKEN_HOST = /^lookaside\.fbsbx\.com$|^graph\.facebook\.com$/

/**
 * Opens a file that a webhook named. Its id lives 7 days, the URL behind it 5 minutes: a 404 is asked
 * for once more.
 * @throws ChannelError, always `refused`
 */
export async function openMedia(
  graph: GraphClient,
  externalMediaId: string,
  connection: Cloud,
): Promise<FetchedMedia> {
  const first = await locateAndOpen(graph, externalMediaId, connection)
  if (first.download.status !== 404) return fetched(first)
  discard(first.download.body)
  return fetched(await locateAndOpen(graph, externalMediaId, connection))
}

interface Opened {
  facts: JsonObject
  download: Download
}

async function locateAndOpen(graph: GraphClient, id: string, connection: Cloud): Promise<Opened> {
  const facts = await locate(graph, id, connection)
  const url = requireMetaUrl(facts['url'], graph.origin)
  const seesToken = url.origin === graph.origin || TOKEN_HOST.test(url.hostname)
  const download = await graph.download(url, {
    accessToken: seesToken ? connection.credentials.accessToken : null,
    maxBytes: CAPABILITIES.inboundMediaMaxBytes,
  })
  return { facts, download }
}

async function locate(graph: GraphClient, id: string, connection: Cloud): Promise<JsonObject> {
  try {
    return await graph.call(connection.credentials, {
      method: 'GET',
      path: [id],
      query: { phone_number_id: connection.externalAccountId },
      isRepeatable: true,
    })
  } catch (error) {
    // For a file "does not exist or no permission" means that its 7 days are over, not that the token is bad.
    const isGone = error instanceof GraphRefusal && error.meta.code === 100
    throw isGone ? gone(error) : error
  }
}

function gone(cause?: unknown): Error {
  return refusal(
    'rejected',
    { code: 'media_gone', title: 'WhatsApp no longer has this file', advice: 'contact_support' },
    cause,
  )
}

function requireMetaUrl(value: unknown, graphOrigin: string): URL {
  const text = textOf(value)
  const url = text !== undefined && URL.canParse(text) ? new URL(text) : undefined
  const isMeta = url?.protocol === 'https:' && url.port === '' && FILE_HOST.test(url.hostname)
  if (url && (isMeta || url.origin === graphOrigin)) return url
  throw refusal('rejected', {
    code: 'media_url',
    title: 'The file lies at an address that is not one of Meta',
    advice: 'contact_support',
  })
}

function fetched({ facts, download }: Opened): FetchedMedia {
  const { status, body } = download
  if (status !== 200) {
    discard(body)
    throw status === 404 ? gone() : unreachable(new Error(`HTTP ${String(status)} for a file`))
  }
  return {
    mime: textOf(facts['mime_type']) ?? download.contentType ?? 'application/octet-stream',
    size: numberOf(facts['file_size']) ?? download.contentLength,
    sha256: sha256Hex(facts['sha256']),
    body,
  }
}

/** Closes an answer unread. The client reports that as an error of the stream, which nobody waits for. */
function discard(body: Readable): void {
  body.on('error', () => undefined)
  body.destroy()
}

/** Hex in answers, base64 in webhooks; both have been seen here. */
function sha256Hex(value: unknown): string | null {
  const text = textOf(value) ?? ''
  if (/^[0-9a-fA-F]{64}$/.test(text)) return text.toLowerCase()
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === 32 ? bytes.toString('hex') : null
}
