import { appRouter } from '../../src/server/api/trpc/router.ts'
import type { ProcedureMeta } from '../../src/server/api/trpc/base.ts'
import type { z } from 'zod'

/** A procedure as the walker needs it: read from the router itself, so that a new one is walked too. */
export interface Procedure {
  path: string
  isMutation: boolean
  meta: ProcedureMeta
  /** Absent where the procedure takes none. */
  input: z.ZodType | undefined
}

interface RouterProcedure {
  _def: { type: 'query' | 'mutation' | 'subscription'; meta?: ProcedureMeta; inputs: z.ZodType[] }
}

export const PROCEDURES: readonly Procedure[] = Object.entries(
  // oxlint-disable-next-line no-underscore-dangle -- tRPC has no other list of its procedures.
  appRouter._def.procedures as unknown as Record<string, RouterProcedure>,
).map(([path, { _def }]) => {
  if (_def.inputs.length > 1) throw new Error(`${path} has several inputs: teach the walker to join them`)
  return { path, isMutation: _def.type === 'mutation', meta: _def.meta ?? {}, input: _def.inputs[0] }
})

export interface Answer {
  status: number
  /** The error's code; null where the call went well. */
  code: string | null
  body: string
  /** Everything that came back, headers too. */
  text: string
}

/** Calls a procedure as a browser would, with the input as JSON text so that any key can be in it. */
export async function callProcedure(
  url: string,
  { path, isMutation }: Procedure,
  { input, headers }: { input: string | undefined; headers: Record<string, string> },
): Promise<Answer> {
  const search = isMutation || input === undefined ? '' : `?input=${encodeURIComponent(input)}`
  const response = await fetch(`${url}/trpc/${path}${search}`, {
    method: isMutation ? 'POST' : 'GET',
    headers: { ...headers, 'content-type': 'application/json' },
    ...(isMutation && input !== undefined && { body: input }),
  })
  return answerOf(response)
}

export async function answerOf(response: Response): Promise<Answer> {
  const body = await response.text()
  const headers = JSON.stringify([...response.headers])
  return {
    status: response.status,
    code: response.ok ? null : codeOf(body),
    body,
    text: `${headers}\n${body}`,
  }
}

interface ErrorEnvelope {
  code?: string
  error?: { code?: string | number; data?: { app?: { code?: string } } }
}

/** tRPC wraps our error twice, the REST API once, the other doors answer with it alone. */
function codeOf(body: string): string {
  const { code, error } = JSON.parse(body) as ErrorEnvelope
  return error?.data?.app?.code ?? String(error?.code ?? code)
}

/** The answer without what differs from call to call: two that are equal here tell nothing apart. */
export function gist(answer: Answer, given: string | number): string {
  const known = answer.body.replace(/"requestId":"[^"]*"/g, '')
  const body = typeof given === 'string' ? known.replaceAll(given, '<the id>') : known
  return `${answer.status} ${body}`
}
