/**
 * The borders of the code. Arrows mean "may import":
 *   web → shared, and types of the server          api → modules' index files, platform, shared, adapters/contract
 *   modules/X → own folder, modules/Y/index.ts, platform, schema, adapters/contract, shared
 *   modules/X/domain → shared                      adapters/X → adapters/{contract,meta}, platform, shared
 *   platform → schema, shared                      schema → drizzle, shared
 *   index.ts, cli.ts, process.ts and compose.ts wire everything.
 * `npm run check` also asserts how many modules were read: with a TypeScript that it cannot load,
 * dependency-cruiser reads next to nothing and reports success.
 */
const TESTS = '\\.(test|itest)\\.tsx?$'

/** A border that tests beside the code need not keep. */
function border(name, ...[from, to, comment]) {
  return {
    name,
    severity: 'error',
    comment,
    from: { ...from, pathNot: [TESTS, ...(from.pathNot ?? [])] },
    to,
  }
}

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    border(
      'product-knows-no-tooling',
      { path: '^src/' },
      { path: '^(test|scripts|bench|chaos|e2e)/' },
      'What ships does not depend on what tests or builds it.',
    ),
    border(
      'shared-is-pure',
      { path: '^src/shared/' },
      {
        pathNot: [
          '^src/shared/',
          '/node_modules/(zod|libphonenumber-js)/',
          '^node_modules/(zod|libphonenumber-js)/',
        ],
      },
      'Both sides run it: no Node, no React, no database.',
    ),
    border(
      'web-sees-server-types-only',
      { path: '^src/web/' },
      { path: '^src/server/', dependencyTypesNot: ['type-only'] },
      'One value import would pull the server into the browser.',
    ),
    border(
      'web-sees-contract-types-only',
      { path: '^src/web/' },
      { path: '^src/shared/contracts/', dependencyTypesNot: ['type-only'] },
      'Contracts are schemas at run time: 22 kB of validation that the server does anyway.',
    ),
    border('web-runs-in-a-browser', { path: '^src/web/' }, { dependencyTypes: ['core'] }),
    border('server-knows-no-web', { path: '^src/server/' }, { path: '^src/web/' }),
    border(
      'platform-knows-no-domain',
      { path: '^src/server/platform/' },
      { path: '^src/', pathNot: ['^src/server/(platform|schema)/', '^src/shared/'] },
      'It may name the tables of its own mechanisms (events, leases, jobs); schema/ is a leaf.',
    ),
    border(
      'schema-is-a-leaf',
      { path: '^src/server/schema/' },
      { pathNot: ['^src/server/schema/', '^src/shared/', 'node_modules/drizzle-orm/'] },
    ),
    border(
      'module-public-face',
      { path: '^src/server/modules/([^/]+)/' },
      {
        path: '^src/server/modules/',
        pathNot: ['^src/server/modules/$1/', '^src/server/modules/[^/]+/index\\.ts$'],
      },
      'Another module is used through its index.ts.',
    ),
    border(
      'module-neighbours',
      { path: '^src/server/modules/' },
      {
        path: '^src/',
        pathNot: ['^src/server/(modules|platform|schema)/', '^src/server/adapters/contract/', '^src/shared/'],
      },
    ),
    border(
      'domain-is-pure',
      { path: '^src/server/modules/([^/]+)/domain/' },
      { pathNot: ['^src/server/modules/$1/domain/', '^src/shared/'] },
      'Rules take facts and give decisions: no I/O, no library, no clock.',
    ),
    border(
      'adapters-know-the-contract',
      { path: '^src/server/adapters/([^/]+)/' },
      {
        path: '^src/',
        pathNot: ['^src/server/adapters/($1|contract|meta)/', '^src/server/platform/', '^src/shared/'],
      },
      'The three channels of Meta share adapters/meta.',
    ),
    border(
      'contract-knows-no-adapter',
      { path: '^src/server/adapters/contract/' },
      { path: '^src/server/', pathNot: ['^src/server/adapters/contract/', '^src/server/platform/'] },
    ),
    border(
      'api-uses-public-faces',
      { path: '^src/server/api/' },
      {
        path: '^src/',
        pathNot: [
          '^src/server/api/',
          '^src/server/modules/[^/]+/index\\.ts$',
          '^src/server/platform/',
          '^src/server/adapters/contract/',
          '^src/shared/',
        ],
      },
    ),
    border(
      'only-entries-compose',
      { path: '^src/', pathNot: ['^src/server/(index|cli|process|compose)\\.ts$'] },
      { path: '^src/server/(index|cli|process|compose)\\.ts$' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json'],
    },
  },
}
