import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import express, { Router, type Response } from 'express'
import { notFound } from '../errors.ts'
import { cspNonceOf } from './security-headers.ts'

/** The build writes a hash of the content into the names of the files in here. */
const HASHED_FOLDER = 'assets'
const YEAR_MS = 31_536_000_000
const NONCE_PLACE = '__CSP_NONCE__'

/**
 * The built web app: hashed files for ever, index.html never from a cache and with this answer's
 * nonce in it, for every path that a browser may open.
 * @param webDir folder of the build; not there in development, where Vite serves the app.
 */
export function staticWeb(webDir: string | undefined): Router {
  const routes = Router()
  const pagePath = webDir && join(webDir, 'index.html')
  if (!pagePath || !existsSync(pagePath)) return routes
  const page = readFileSync(pagePath, 'utf8')
  routes.use(
    `/${HASHED_FOLDER}`,
    express.static(join(webDir, HASHED_FOLDER), {
      index: false,
      immutable: true,
      maxAge: YEAR_MS,
      fallthrough: false,
    }),
  )
  routes.get('/index.html', (_req, res) => sendPage(res, page))
  routes.use(express.static(webDir, { index: false, dotfiles: 'ignore' }))
  routes.get('/{*any}', (req, res) => {
    // Browsers name text/html when they open a page; a mistyped script or image must not get one.
    if (!(req.headers.accept ?? '').includes('text/html')) throw notFound('page')
    sendPage(res, page)
  })
  return routes
}

function sendPage(res: Response, page: string): void {
  res
    .setHeader('cache-control', 'no-store')
    .type('html')
    .send(page.replaceAll(NONCE_PLACE, cspNonceOf(res)))
}
