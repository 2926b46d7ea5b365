import { callTRPCProcedure, getTRPCErrorFromUnknown, TRPCError, type AnyTRPCRouter } from '@trpc/server'
import type { Request, RequestHandler, Response } from 'express'
import { readBody } from '../ingress/read-body.ts'
import type { RequestContext } from '../trpc/context.ts'
import { appErrorOfCall, logCallError, trpcErrorShape, type TrpcErrorShape } from '../trpc/error-format.ts'
import { trpcCallsOf } from './trpc-calls.ts'

export interface TrpcHandlerInit {
  router: AnyTRPCRouter
  createContext(call: { req: Request; res: Response; isBatch: boolean }): RequestContext
  maxBodyBytes: number
}

type Answer = { result: { data: unknown } } | { error: TrpcErrorShape }
/** The input of the call at this position. @throws TRPCError where it can't be read. */
type InputOf = (index: number) => unknown

const TYPE_OF_METHOD: Record<string, 'query' | 'mutation' | undefined> = { GET: 'query', POST: 'mutation' }

/**
 * Speaks tRPC's HTTP protocol (single calls and batches of queries and mutations, no streams) straight
 * over node:http. tRPC's own adapter makes a web Request of each call and reads the answer from a
 * stream, which costs more than a list of fifty rows does.
 */
export function trpcHandler({ router, createContext, maxBodyBytes }: TrpcHandlerInit): RequestHandler {
  return async (req, res) => {
    const { procedures, isBatch } = trpcCallsOf(req)
    const inputOf = await readInput(req, maxBodyBytes)
    const ctx = createContext({ req, res, isBatch })
    const calls = procedures.map(async (path, index): Promise<Answer> => {
      try {
        const call = { ...callOf(router, req.method, path), inputOf: () => inputOf(index) }
        return { result: { data: await run(router, ctx, call) } }
      } catch (thrown) {
        const error = appErrorOfCall(getTRPCErrorFromUnknown(thrown))
        logCallError(ctx.log, error, path)
        return { error: trpcErrorShape(error, { requestId: ctx.requestId, path }) }
      }
    })
    const answers = await Promise.all(calls)
    send(res, statusOf(answers), isBatch ? answers : answers[0])
  }
}

interface Call {
  path: string
  type: 'query' | 'mutation'
  inputOf: () => unknown
}

/** @throws TRPCError METHOD_NOT_SUPPORTED, where a procedure is called by another method than its own */
function callOf(router: AnyTRPCRouter, method: string, path: string): Pick<Call, 'path' | 'type'> {
  const type = TYPE_OF_METHOD[method]
  // oxlint-disable-next-line no-underscore-dangle -- tRPC's only list of its procedures.
  const procedures = router._def.procedures as Record<string, { _def: { type: string } } | undefined>
  // oxlint-disable-next-line no-underscore-dangle
  const declared = procedures[path]?._def.type
  if (type === undefined || (declared !== undefined && declared !== type))
    throw new TRPCError({ code: 'METHOD_NOT_SUPPORTED' })
  return { path, type }
}

function run(router: AnyTRPCRouter, ctx: RequestContext, { path, type, inputOf }: Call): Promise<unknown> {
  return callTRPCProcedure({
    router,
    path,
    type,
    ctx,
    getRawInput: async () => inputOf(),
    signal: undefined,
    batchIndex: 0,
  })
}

/** A body that can't be read is told by each call that asks for its input, in tRPC's envelope. */
async function readInput(req: Request, maxBodyBytes: number): Promise<InputOf> {
  const { isBatch, input } = trpcCallsOf(req)
  if (req.method !== 'POST') return parsed(input ?? '', isBatch)
  const body = await readBody(req, maxBodyBytes)
  if (!('reason' in body)) return parsed(body.toString('utf8'), isBatch)
  req.res?.setHeader('connection', 'close')
  const code =
    body.status === 413 ? 'PAYLOAD_TOO_LARGE' : body.status === 415 ? 'UNSUPPORTED_MEDIA_TYPE' : 'BAD_REQUEST'
  return () => {
    throw new TRPCError({ code, message: body.reason })
  }
}

function parsed(text: string, isBatch: boolean): InputOf {
  if (text === '') return () => undefined
  try {
    const value: unknown = JSON.parse(text)
    if (!isBatch) return () => value
    const inputs = typeof value === 'object' ? (value as Record<number, unknown> | null) : null
    return (index) => inputs?.[index]
  } catch (cause) {
    return () => {
      throw new TRPCError({ code: 'PARSE_ERROR', cause })
    }
  }
}

/** That of all the calls, or 207 where they differ. */
function statusOf(answers: Answer[]): number {
  const statuses = new Set(answers.map((answer) => ('error' in answer ? answer.error.data.httpStatus : 200)))
  const [first = 200] = statuses
  return statuses.size === 1 ? first : 207
}

function send(res: Response, status: number, value: unknown): void {
  const text = JSON.stringify(value)
  res.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  res.end(text)
}
