import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  describeViolation,
  readBoundaries,
  type Boundaries,
  type Violation,
} from '../../scripts/lib/boundaries.ts'
import { plantTree, type PlantedTree } from './planted-tree.ts'

/** The targets of these imports exist, so that nothing but the border is broken. */
const VIOLATIONS: [rule: string, file: string, text: string][] = [
  ['no-cycles', 'src/server/modules/a/ring.ts', "import './ring-back.ts'"],
  ['resolvable', 'src/server/modules/a/lost.ts', "import './nowhere.ts'"],
  ['product-knows-no-tooling', 'src/server/modules/a/tooled.ts', "import '../../../../scripts/tool.ts'"],
  ['product-knows-no-tooling', 'src/web/tooled.ts', "import '../../test/harness.ts'"],
  ['shared-is-pure', 'src/shared/reads-files.ts', "import 'node:fs'"],
  ['shared-is-pure', 'src/shared/draws.ts', "import 'react'"],
  ['shared-is-pure', 'src/shared/stores.ts', "import 'drizzle-orm'"],
  ['shared-is-pure', 'src/shared/serves.ts', "import '../server/platform/log.ts'"],
  [
    'web-sees-server-types-only',
    'src/web/serves.ts',
    "import { router } from '../server/api/router.ts'\nrouter()",
  ],
  [
    'web-sees-contract-types-only',
    'src/web/parses.ts',
    "import { schema } from '@shared/contracts/c.ts'\nschema()",
  ],
  ['web-runs-in-a-browser', 'src/web/reads-files.ts', "import 'node:fs'"],
  ['server-knows-no-web', 'src/server/platform/draws.ts', "import '../../web/page.ts'"],
  ['platform-knows-no-domain', 'src/server/platform/knows.ts', "import '../modules/a/index.ts'"],
  ['schema-is-a-leaf', 'src/server/schema/knows.ts', "import '../platform/log.ts'"],
  ['schema-is-a-leaf', 'src/server/schema/connects.ts', "import 'mysql2'"],
  ['module-public-face', 'src/server/modules/a/reaches-in.ts', "import '../b/inner.ts'"],
  ['module-neighbours', 'src/server/modules/a/sends.ts', "import '../../adapters/cloud/index.ts'"],
  ['module-neighbours', 'src/server/modules/a/serves.ts', "import '../../api/router.ts'"],
  ['domain-is-pure', 'src/server/modules/a/domain/stores.ts', "import '../../../schema/index.ts'"],
  ['domain-is-pure', 'src/server/modules/a/domain/reads-files.ts', "import 'node:fs'"],
  ['domain-is-pure', 'src/server/modules/a/domain/neighbour.ts', "import '../../b/domain/rule.ts'"],
  ['adapters-know-the-contract', 'src/server/adapters/cloud/knows.ts', "import '../../modules/a/index.ts'"],
  ['adapters-know-the-contract', 'src/server/adapters/cloud/sibling.ts', "import '../page/index.ts'"],
  ['contract-knows-no-adapter', 'src/server/adapters/contract/knows.ts', "import '../cloud/index.ts'"],
  ['api-uses-public-faces', 'src/server/api/reaches-in.ts', "import '../modules/b/inner.ts'"],
  ['api-uses-public-faces', 'src/server/api/stores.ts', "import '../schema/index.ts'"],
  ['only-entries-compose', 'src/server/platform/wires.ts', "import '../compose.ts'"],
]

const LEGAL: Record<string, string> = {
  'scripts/tool.ts': 'export {}',
  'test/harness.ts': 'export {}',
  'src/shared/ids.ts': "import 'zod'",
  'src/shared/contracts/c.ts': "import '../ids.ts'\nexport const schema = () => 1",
  'src/web/page.ts': [
    "import type { Router } from '../server/api/router.ts'",
    "import type { schema } from '@shared/contracts/c.ts'",
    "import '@shared/ids.ts'",
    'export type Page = [Router, typeof schema]',
  ].join('\n'),
  'src/server/schema/index.ts': "import 'drizzle-orm'\nimport '../../shared/ids.ts'",
  'src/server/platform/log.ts': "import 'node:fs'\nimport '../../shared/ids.ts'",
  'src/server/adapters/contract/index.ts': "import '../../platform/log.ts'",
  'src/server/adapters/meta/index.ts': "import '../../platform/log.ts'",
  'src/server/adapters/page/index.ts': "import '../meta/index.ts'",
  'src/server/adapters/cloud/index.ts': "import '../contract/index.ts'\nimport '../meta/index.ts'",
  'src/server/modules/a/domain/rule.ts': "import '../../../../shared/ids.ts'",
  'src/server/modules/a/index.ts': [
    "import './domain/rule.ts'",
    "import '../b/index.ts'",
    "import '../../schema/index.ts'",
    "import '../../platform/log.ts'",
    "import '../../adapters/contract/index.ts'",
  ].join('\n'),
  'src/server/modules/a/ring-back.ts': "import './ring.ts'",
  'src/server/modules/a/beside.test.ts': "import '../../../../test/harness.ts'\nimport '../b/inner.ts'",
  'src/server/modules/b/domain/rule.ts': 'export {}',
  'src/server/modules/b/inner.ts': 'export {}',
  'src/server/modules/b/index.ts': "import './inner.ts'",
  'src/server/api/router.ts':
    "import '../modules/a/index.ts'\nexport const router = () => 1\nexport type Router = 1",
  'src/server/compose.ts':
    "import './adapters/cloud/index.ts'\nimport './modules/a/index.ts'\nimport './api/router.ts'",
  'src/server/index.ts': "import './compose.ts'",
}

let tree: PlantedTree
let found: Boundaries

beforeAll(() => {
  tree = plantTree({ ...LEGAL, ...Object.fromEntries(VIOLATIONS.map(([, file, text]) => [file, text])) })
  found = readBoundaries(tree.root)
}, 60_000)

afterAll(() => tree.remove())

describe('the borders of the code', () => {
  it.each(VIOLATIONS)('%s: %s', (rule, file) => {
    // A cycle is told of once, from either end.
    const names = ({ from, cycle = [] }: Violation) => [from, ...cycle.map(({ name }) => name)]
    const broken = found.violations.filter((violation) => names(violation).includes(file))
    expect(broken.map((violation) => violation.rule.name)).toContain(rule)
  })

  it('lets through what the architecture allows', () => {
    const legal = new Set(Object.keys(LEGAL).filter((file) => !file.includes('ring')))
    expect(found.violations.filter(({ from }) => legal.has(from)).map(describeViolation)).toEqual([])
  })

  it('reads every file: a cruiser that reads none finds nothing wrong', () => {
    expect(found.moduleCount).toBeGreaterThanOrEqual(Object.keys(LEGAL).length + VIOLATIONS.length)
  })
})
