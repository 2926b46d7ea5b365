import type { Readable } from 'node:stream'
import { request } from 'undici'

export class OutboundError extends Error {
  readonly kind: 'refused' | 'unresolvable' | 'before-sent' | 'after-sent' | 'timeout' | 'too-large'
  constructor(kind: OutboundError['kind'], cause: unknown) {
    super(kind, { cause })
    this.kind = kind
  }
}
export interface SafeFetchOptions {
  method?: string
  headers?: Record<string, string>
  body?: string | Buffer | Readable
  timeoutMs?: number
  maxBytes?: number
  signal?: AbortSignal
  maxRedirects?: number
}
export interface SafeResponse {
  status: number
  headers: Record<string, string>
  body(): Promise<Buffer>
  stream: Readable
}
export type SafeFetch = (url: string, options?: SafeFetchOptions) => Promise<SafeResponse>
export function createSafeFetch(_init: { allowCidrs: string[]; userAgent: string }): SafeFetch {
  return async (url, options = {}) => {
    try {
      const r = await request(url, { method: (options.method ?? 'GET') as 'GET', headers: options.headers, body: options.body, headersTimeout: options.timeoutMs })
      return { status: r.statusCode, headers: r.headers as Record<string, string>, body: async () => Buffer.from(await r.body.arrayBuffer()), stream: r.body }
    } catch (e) {
      const code = (e as { code?: string }).code
      throw new OutboundError(code === 'ECONNREFUSED' ? 'before-sent' : 'after-sent', e)
    }
  }
}
