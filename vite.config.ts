import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const fromRoot = (path: string) => new URL(path, import.meta.url).pathname

/** Where the development server hands everything that is not the web app itself. */
const server = process.env.CRM_SERVER ?? 'http://127.0.0.1:3000'
const PROXIED = ['/trpc', '/media', '/api', '/webhooks', '/healthz']

export default defineConfig({
  root: fromRoot('src/web'),
  publicDir: fromRoot('src/web/public'),
  plugins: [react(), tailwindcss()],
  resolve: { alias: { '@shared': fromRoot('src/shared'), '@web': fromRoot('src/web') } },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: {
      ...Object.fromEntries(PROXIED.map((path) => [path, server])),
      '/rt': { target: server, ws: true },
    },
  },
  build: {
    outDir: fromRoot('dist/public'),
    emptyOutDir: true,
    manifest: true,
    target: 'es2023',
    // The content security policy allows files of our own origin only, no data: URLs for fonts or scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
