import type { Browser } from '../../test/harness/client.ts'
import type { HttpLoad } from './http.ts'

/** The path of one query as the web app asks it: a batch of one. */
export function queryPath(procedure: string, input: object): string {
  return `/trpc/${procedure}?batch=1&input=${encodeURIComponent(JSON.stringify({ 0: input }))}`
}

/** Sends a query path with the session of a browser. */
export function asBrowser(http: HttpLoad, browser: Browser): (path: string) => Promise<boolean> {
  const headers = browser.headers()
  return (path) => http.get(path, headers)
}
