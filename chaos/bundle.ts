import { builtinModules } from 'node:module'
import { rolldown } from 'rolldown'

/** A promise of the product, broken on purpose: the scenario that guards it must turn red. */
export interface Mutation {
  name: string
  file: string
  find: string
  replace: string
}

export const MUTATIONS = {
  /** Answers the provider before anything is stored. */
  'ack-before-commit': {
    name: 'ack-before-commit',
    file: 'src/server/api/ingress/meta-webhook.ts',
    find: 'await Promise.all([...accepted, keepUnrouted(services.systemDb, strays)])',
    replace:
      'void Promise.all([...accepted, keepUnrouted(services.systemDb, strays)]).catch(() => undefined)',
  },
  /** Sends again whatever was not answered, without any evidence that it was not taken. */
  'blind-retry': {
    name: 'blind-retry',
    file: 'src/server/modules/outbound/send-one.ts',
    find: "if (error.outcome === 'unknown') {",
    replace: "if (error.outcome === 'unknown' && row.attempts > 5) {",
  },
} satisfies Record<string, Mutation>

export type MutationName = keyof typeof MUTATIONS

/** Bundles the server, healthy or with one mutation, into a folder of its own. */
export async function bundleServer(dir: string, mutation?: Mutation): Promise<string> {
  let isApplied = false
  const bundle = await rolldown({
    input: { index: 'src/server/index.ts' },
    platform: 'node',
    external: [/^node:/, ...builtinModules, 'bcrypt'],
    plugins: [
      {
        name: 'mutation',
        transform: (code, id) => {
          if (!mutation || !id.endsWith(mutation.file)) return null
          if (!code.includes(mutation.find)) return null
          isApplied = true
          return code.replace(mutation.find, mutation.replace)
        },
      },
    ],
  })
  await bundle.write({ dir, format: 'esm', codeSplitting: false })
  await bundle.close()
  if (mutation && !isApplied) throw new Error(`${mutation.name}: the text to break is not in ${mutation.file} any more`)
  return `${dir}/index.js`
}
