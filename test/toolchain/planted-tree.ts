import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

export interface PlantedTree {
  root: string
  remove(): void
}

/** Writes a small source tree of its own into a temporary folder, with this checkout's packages and settings. */
export function plantTree(files: Record<string, string>): PlantedTree {
  const root = mkdtempSync(join(tmpdir(), 'crm-planted-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  for (const name of ['node_modules', 'tsconfig.json']) symlinkSync(resolve(name), join(root, name))
  return { root, remove: () => rmSync(root, { recursive: true }) }
}
