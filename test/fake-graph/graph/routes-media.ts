import { authenticate, tokenOf, withFault, type GraphCall } from './call.ts'
import { GraphError, unknownObject } from './error.ts'
import { json, type Answer } from '../http-io.ts'
import { baseMime, maxBytes, UPLOADABLE } from './media-types.ts'
import type { StoredMedia } from '../world/media-store.ts'
import type { World } from '../world/world.ts'

/** `POST /{phone number id}/media`, multipart. */
export async function uploadMedia(world: World, call: GraphCall, phoneNumberId: string): Promise<Answer> {
  const number = world.registry.authorise(authenticate(world, call), phoneNumberId)
  const form = await parseForm(call)
  if (form.get('messaging_product') !== 'whatsapp') throw missing('messaging_product')
  const file = form.get('file')
  if (!(file instanceof File)) throw missing('file')
  const mimeType = file.type || String(form.get('type') ?? '')
  if (!UPLOADABLE.includes(baseMime(mimeType))) {
    const details = `Param file must be a file with one of the following types: ${UPLOADABLE.join(', ')}. Received file of type '${mimeType}'.`
    throw new GraphError(100, { details })
  }
  const bytes = Buffer.from(await file.arrayBuffer())
  if (bytes.length > maxBytes(mimeType)) throw new GraphError(131053, { details: 'Media file size too big' })
  return withFault(world, { endpoint: 'media', phoneNumberId }, () => {
    const media = world.media.add(
      { phoneNumberId: number.phoneNumberId, mimeType, bytes, fileName: file.name },
      'upload',
    )
    world.changed()
    return json({ id: media.id })
  })
}

/** `GET /{media id}`: where the bytes are, for the next five minutes. */
export function describeMedia(world: World, call: GraphCall, media: StoredMedia): Answer {
  requireAccess(world, call, media)
  return withFault(world, { endpoint: 'media', phoneNumberId: media.phoneNumberId }, () =>
    json({
      messaging_product: 'whatsapp',
      url: world.graphUrl + world.media.signedPath(media, world.settings.mediaUrlTtlMs),
      mime_type: media.mimeType,
      sha256: media.sha256Hex,
      file_size: String(media.bytes.length),
      id: media.id,
    }),
  )
}

/** `DELETE /{media id}`. */
export function deleteMedia(world: World, call: GraphCall, media: StoredMedia): Answer {
  requireAccess(world, call, media)
  world.media.delete(media.id)
  world.changed()
  return json({ success: true })
}

/** The download host: wants the Bearer header too, and knows nothing of an expired URL. */
export function downloadMedia(world: World, call: GraphCall): Answer {
  const media = world.media.resolve(call.query)
  const token = call.headers.authorization ? tokenOf(call) : undefined
  const owners = token ? world.registry.numbersOfToken(token) : []
  if (owners.length === 0) return { kind: 'text', status: 401, body: '', type: 'text/plain' }
  if (!media || !owners.some((number) => number.phoneNumberId === media.phoneNumberId)) {
    return { kind: 'text', status: 404, body: '', type: 'text/plain' }
  }
  return withFault(world, { endpoint: 'media', phoneNumberId: media.phoneNumberId }, () => ({
    kind: 'bytes',
    status: 200,
    body: media.bytes,
    type: media.mimeType,
  }))
}

function requireAccess(world: World, call: GraphCall, media: StoredMedia): void {
  const numbers = authenticate(world, call)
  const asked = call.query.get('phone_number_id')
  const isOwner = numbers.some((number) => number.phoneNumberId === media.phoneNumberId)
  if (!isOwner || (asked !== null && asked !== media.phoneNumberId))
    throw unknownObject(media.id, call.method)
}

async function parseForm(call: GraphCall): Promise<FormData> {
  const type = call.headers['content-type'] ?? ''
  if (!type.startsWith('multipart/form-data')) throw missing('file')
  try {
    return await new Response(new Uint8Array(call.body), { headers: { 'content-type': type } }).formData()
  } catch {
    throw new GraphError(100, { details: 'The multipart body could not be read' })
  }
}

function missing(parameter: string): GraphError {
  return new GraphError(100, { message: `(#100) The parameter ${parameter} is required.` })
}
