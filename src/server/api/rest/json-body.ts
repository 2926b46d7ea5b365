import { createHash } from 'node:crypto'
import express, { type Request, type Response } from 'express'
import type { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import type { BodySpec } from './route.ts'
import { validate } from './validate.ts'

const MAX_BYTES = 1024 * 1024

/** Bytes first, so that they can be hashed; nothing is ever inflated. */
const readBytes = express.raw({ type: () => true, limit: MAX_BYTES, inflate: false })

export function jsonBody<B>(schema: z.ZodType<B>): BodySpec<B> {
  return {
    mediaType: 'application/json',
    schema,
    read: async (req) => {
      requireJson(req)
      const bytes = await bytesOf(req)
      return {
        value: validate(schema, parse(bytes), 'body'),
        hash: createHash('sha256').update(bytes).digest(),
      }
    },
  }
}

function requireJson(req: Request): void {
  const [type = '', ...parameters] = (req.get('content-type') ?? '').toLowerCase().split(';')
  const charset = parameters.map((text) => text.trim()).find((text) => text.startsWith('charset='))
  if (type.trim() !== 'application/json' || (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset)))
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', 'send the body as application/json in UTF-8')
  requirePlain(req)
}

export function requirePlain(req: Request): void {
  const encoding = req.get('content-encoding')
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', 'send the body without a Content-Encoding')
}

async function bytesOf(req: Request): Promise<Buffer> {
  if (Number(req.get('content-length') ?? 0) > MAX_BYTES) throw tooLarge()
  await new Promise<void>((resolve, reject) => {
    const done = (error?: unknown) => (error === undefined ? resolve() : reject(refusal(error)))
    readBytes(req, {} as Response, done)
  })
  return Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0)
}

function refusal(error: unknown): AppError {
  const isTooLarge = error instanceof Error && 'status' in error && error.status === 413
  return isTooLarge ? tooLarge() : new AppError('BAD_REQUEST', 'the body could not be read', { cause: error })
}

const tooLarge = () =>
  new AppError('PAYLOAD_TOO_LARGE', `a JSON body has at most ${MAX_BYTES} bytes`, {
    details: { maxBytes: MAX_BYTES },
  })

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw new AppError('BAD_REQUEST', 'the body is not valid JSON', { cause: error })
  }
}
