import { createRequire } from 'node:module'

const { resolve } = createRequire(import.meta.url)

interface StaticFile {
  path: URL | string
  type: string
}

const PAGE = 'text/html; charset=utf-8'
const SCRIPT = 'text/javascript; charset=utf-8'
const STYLE = 'text/css; charset=utf-8'

/** Bubbles, composer and look are those of the other fake phone, so paths of the page are those of the tree. */
const file = (path: string, type: string): StaticFile => ({
  path: new URL(`../..${path}`, import.meta.url),
  type,
})

const font = (subset: string): StaticFile => ({
  path: resolve(`@fontsource-variable/figtree/files/figtree-${subset}-wght-normal.woff2`),
  type: 'font/woff2',
})

const OWN = '/fake-whatsapp/phone/assets/'
const SHARED = '/fake-graph/phone/assets/'

const SCRIPTS = [
  ...['whatsapp', 'devices', 'requests', 'words'].map((name) => `${OWN}${name}.js`),
  ...['people', 'composer', 'bubbles', 'bubble-actions', 'media', 'dom', 'i18n'].map(
    (name) => `${SHARED}${name}.js`,
  ),
]
const STYLES = [`${OWN}whatsapp.css`, `${SHARED}phone.css`, `${SHARED}tokens.css`]

/** By path of the page. */
export const STATIC: Record<string, StaticFile> = {
  '/': file(`${OWN}index.html`, PAGE),
  '/figtree-latin.woff2': font('latin'),
  '/figtree-latin-ext.woff2': font('latin-ext'),
  ...Object.fromEntries(SCRIPTS.map((path) => [path, file(path, SCRIPT)])),
  ...Object.fromEntries(STYLES.map((path) => [path, file(path, STYLE)])),
}
