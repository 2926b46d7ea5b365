import { Pool } from 'undici'

/** Keep-alive connections to one server. Nothing of a body is kept. */
export class HttpLoad {
  private readonly pool: Pool

  constructor(url: string, connections: number) {
    this.pool = new Pool(url, { connections, pipelining: 1 })
  }

  /** @returns whether the answer was 200. */
  async get(path: string, headers: Record<string, string> = {}): Promise<boolean> {
    try {
      const response = await this.pool.request({ method: 'GET', path, headers })
      await response.body.dump({ limit: Number.MAX_SAFE_INTEGER })
      return response.statusCode === 200
    } catch {
      return false
    }
  }

  async close(): Promise<void> {
    await this.pool.destroy()
  }
}
