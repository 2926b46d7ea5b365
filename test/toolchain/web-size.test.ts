import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

const OUT = join(import.meta.dirname, '../../dist/public')
const MANIFEST = join(OUT, '.vite/manifest.json')
const KB = 1000

interface Chunk {
  file: string
  imports?: string[]
  css?: string[]
}

/** What a browser fetches for a route: the entry, the named lazy modules, and all they import. */
const ROUTES = {
  'sign-in': { budget: 120, modules: ['index.html', 'i18n/es/access.ts', 'features/auth/login-screen.tsx'] },
  inbox: {
    budget: 250,
    modules: [
      'index.html',
      'i18n/es/access.ts',
      'i18n/es/workspace.ts',
      'app/workspace-layout.tsx',
      'features/inbox/inbox-screen.tsx',
      'features/inbox/conversation-pane.tsx',
    ],
  },
} as const

function filesOf(manifest: Record<string, Chunk>, modules: readonly string[]): Set<string> {
  const files = new Set<string>()
  const visit = (name: string): void => {
    const chunk = manifest[name]
    if (!chunk) throw new Error(`${name} is not in the manifest: the budget no longer measures its route`)
    if (files.has(chunk.file)) return
    files.add(chunk.file)
    for (const imported of chunk.imports ?? []) visit(imported)
  }
  for (const name of modules) visit(name)
  return files
}

const isBuilt = existsSync(MANIFEST)
if (!isBuilt) process.stdout.write('web-size: skipped, dist/public is not built\n')

describe.skipIf(!isBuilt)('what a browser loads first', () => {
  const manifest = isBuilt ? (JSON.parse(readFileSync(MANIFEST, 'utf8')) as Record<string, Chunk>) : {}

  it.each(Object.entries(ROUTES))('%s stays within its budget of JavaScript', (_, { budget, modules }) => {
    const sizes = [...filesOf(manifest, modules)].map(
      (file) => gzipSync(readFileSync(join(OUT, file))).length / KB,
    )
    const total = sizes.reduce((sum, size) => sum + size, 0)
    expect(Math.round(total), `${total.toFixed(1)} kB gzip in ${sizes.length} files`).toBeLessThanOrEqual(
      budget,
    )
  })

  it('styles stay within 25 kB', () => {
    const css = manifest['index.html']?.css ?? []
    const total = css.reduce((sum, file) => sum + gzipSync(readFileSync(join(OUT, file))).length / KB, 0)
    expect(total).toBeLessThanOrEqual(25)
  })
})
