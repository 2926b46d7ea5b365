import type { IncomingMessage } from 'node:http'

export type BodyProblem = { status: 413 | 415 | 400; reason: string }

/**
 * The raw bytes, up to a limit. Compressed bodies are refused: the signature is over what was sent,
 * and unpacking strangers' data first would be an invitation.
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | BodyProblem> {
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity')
    return Promise.resolve({ status: 415, reason: 'compressed bodies are not accepted' })
  if (Number(request.headers['content-length'] ?? 0) > maxBytes)
    return Promise.resolve({ status: 413, reason: `body is larger than ${maxBytes} bytes` })
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > maxBytes) {
        request.pause()
        resolve({ status: 413, reason: `body is larger than ${maxBytes} bytes` })
      } else chunks.push(chunk)
    })
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
    request.on('error', () => resolve({ status: 400, reason: 'the body broke off' }))
  })
}
