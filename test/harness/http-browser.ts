import { randomUUID } from 'node:crypto'
import { parseSetCookie } from 'cookie'
import { request, type Dispatcher } from 'undici'
import type { Me } from '../../src/shared/contracts/accounts.ts'
import type { ErrorBody } from '../../src/shared/errors.ts'
import type { WorkspaceId } from '../../src/shared/ids.ts'

export interface Answer<T = unknown> {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  json: T
}

type CallAnswer<T = unknown> = Answer & {
  /** What the procedure returned. */
  data: T
  error: (Omit<ErrorBody, 'message'> & { message: string }) | undefined
}

type Headers = Record<string, string>
type Sent = { method?: string; headers?: Headers; body?: Dispatcher.DispatchOptions['body'] }

const OWN_PAGE: Headers = { 'x-crm': '1', 'sec-fetch-site': 'same-origin' }

/** As much of a browser as the server can tell: it keeps cookies and says where a call comes from. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly email = `${randomUUID()}@crm.test`
  readonly password = 'correct horse battery'
  workspaceId: WorkspaceId | undefined
  private readonly url: string

  constructor(url: string) {
    this.url = url
  }

  /** Any request, with the cookies and nothing else of its own. */
  async send<T = unknown>(path: string, sent: Sent = {}): Promise<Answer<T>> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await request(`${this.url}${path}`, {
      method: sent.method ?? 'GET',
      headers: { ...(cookie && { cookie }), ...sent.headers },
      body: sent.body ?? null,
    })
    const text = await answer.body.text()
    this.keepCookies(answer.headers['set-cookie'])
    const isJson = String(answer.headers['content-type']).includes('json')
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text,
      json: isJson && text ? JSON.parse(text) : undefined,
    }
  }

  /** A query of the web app. */
  async query<T = unknown>(
    procedure: string,
    input?: unknown,
    headers: Headers = {},
  ): Promise<CallAnswer<T>> {
    const search = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
    return asCall(
      await this.send(`/trpc/${procedure}${search}`, { headers: { ...this.pageHeaders(), ...headers } }),
    )
  }

  /** A mutation of the web app. */
  async mutate<T = unknown>(
    procedure: string,
    input?: unknown,
    headers: Headers = {},
  ): Promise<CallAnswer<T>> {
    return asCall(
      await this.send(`/trpc/${procedure}`, {
        method: 'POST',
        headers: { ...this.pageHeaders(), 'content-type': 'application/json', ...headers },
        body: input === undefined ? null : JSON.stringify(input),
      }),
    )
  }

  /** What the web app sends with each call. */
  pageHeaders(): Headers {
    return this.workspaceId ? { ...OWN_PAGE, 'x-crm-workspace': this.workspaceId } : { ...OWN_PAGE }
  }

  /** Signs up, and works in the new workspace from then on. */
  async signUp(changes: Record<string, unknown> = {}): Promise<CallAnswer<Me>> {
    const answer = await this.mutate<Me>('auth.signUp', {
      name: 'Ana Pérez',
      email: this.email,
      password: this.password,
      workspaceName: 'Ferretería Ñandú',
      country: 'MX',
      locale: 'es',
      ...changes,
    })
    this.workspaceId = answer.data?.workspaces[0]?.id
    return answer
  }

  signIn(changes: Record<string, unknown> = {}, headers: Headers = {}): Promise<CallAnswer<Me>> {
    return this.mutate<Me>('auth.signIn', { email: this.email, password: this.password, ...changes }, headers)
  }

  private keepCookies(header: string | string[] | undefined): void {
    for (const line of [header ?? []].flat()) {
      const { name, value = '', maxAge } = parseSetCookie(line)
      if (maxAge === 0) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
  }
}

interface Envelope {
  result?: { data?: unknown }
  error?: { message: string; data: { app: Omit<ErrorBody, 'message'> } }
}

function asCall<T>(answer: Answer): CallAnswer<T> {
  const envelope = answer.json as Envelope | undefined
  const error = envelope?.error && { message: envelope.error.message, ...envelope.error.data.app }
  return { ...answer, data: envelope?.result?.data as T, error }
}
