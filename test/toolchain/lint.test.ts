import { spawnSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plantTree, type PlantedTree } from './planted-tree.ts'

const DOMAIN = 'src/server/modules/a/domain'

const VIOLATIONS: [rule: string, file: string, text: string][] = [
  ['node(no-process-env)', 'src/server/platform/reads.ts', 'export const port = process.env.PORT'],
  ['eslint(no-console)', 'src/server/platform/prints.ts', "console.log('x')"],
  ['typescript(no-explicit-any)', 'src/shared/any.ts', 'export const x = (y: any) => y'],
  ['typescript(ban-ts-comment)', 'src/shared/ignores.ts', '// @ts-ignore\nexport const x = 1'],
  ['eslint(no-empty)', 'src/shared/swallows.ts', 'export function x() {\n  try { x() } catch {}\n}'],
  ['eslint(max-params)', 'src/shared/wide.ts', 'export const f = (a: 1, b: 2, c: 3, d: 4) => [a, b, c, d]'],
  ['eslint(max-lines)', 'src/shared/long.ts', 'export {}\n;[1].at(0)\n'.repeat(250)],
  ['typescript(no-floating-promises)', 'src/shared/floats.ts', 'export const f = async () => 1\nf()'],
  [
    'typescript(no-misused-promises)',
    'src/shared/misuses.ts',
    'export const f = async () => true\nexport const g = () => (f() ? 1 : 2)\nif (f()) g()',
  ],
  [
    'typescript(switch-exhaustiveness-check)',
    'src/shared/forgets.ts',
    "export function f(x: 'a' | 'b') {\n  switch (x) {\n    case 'a':\n      return 1\n  }\n  return 0\n}",
  ],
  ['house(no-clock)', `${DOMAIN}/now.ts`, 'export const f = () => Date.now()'],
  ['house(no-clock)', `${DOMAIN}/new-date.ts`, 'export const f = () => new Date()'],
  [
    'house(no-relational-query)',
    'src/server/modules/a/relational.ts',
    'interface Ctx { db: { query: { contacts: { find(): number } } } }\nexport const f = (ctx: Ctx) => ctx.db.query.contacts.find()',
  ],
  ['house(no-untranslated-text)', 'src/web/hello.tsx', 'export const Hello = () => <p>Hello there</p>'],
  [
    'eslint(no-restricted-imports)',
    'src/web/parses.ts',
    "import { z } from 'zod'\nexport const x = z.string()",
  ],
]

const LEGAL: Record<string, string> = {
  'src/server/config.ts': 'export const port = process.env.PORT',
  [`${DOMAIN}/converts.ts`]: 'export const f = (ms: number) => new Date(ms).toISOString()',
  'src/server/platform/now.ts': 'export const now = () => new Date()',
  'src/server/platform/url.ts': 'export const f = (request: { query: { q: string } }) => request.query.q',
  'src/web/dots.tsx': 'export const Dots = ({ name }: { name: string }) => <p>{name} · 3</p>',
  'src/web/types.ts': "import type { z } from 'zod'\nexport type Text = z.ZodString",
  'scripts/prints.ts': "console.log('x')",
}

interface Diagnostic {
  code: string
  filename: string
}

let tree: PlantedTree
let found: Diagnostic[]

beforeAll(() => {
  tree = plantTree({ ...LEGAL, ...Object.fromEntries(VIOLATIONS.map(([, file, text]) => [file, text])) })
  cpSync('.oxlintrc.json', join(tree.root, '.oxlintrc.json'))
  cpSync('scripts/lint', join(tree.root, 'scripts/lint'), { recursive: true })
  const { stdout } = spawnSync(process.execPath, [resolve('node_modules/oxlint/bin/oxlint'), '-f', 'json'], {
    cwd: tree.root,
    encoding: 'utf8',
  })
  found = (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics
}, 60_000)

afterAll(() => tree.remove())

describe('the lint of this repository', () => {
  it.each(VIOLATIONS)('%s: %s', (rule, file) => {
    expect(found.filter(({ filename }) => filename === file).map(({ code }) => code)).toContain(rule)
  })

  it.each(Object.keys(LEGAL))('lets %s through', (file) => {
    expect(found.filter(({ filename }) => filename === file)).toEqual([])
  })
})
