import type { SourceEdit } from '../test/load/bundle.ts'

/** Promises of the product, broken on purpose: the scenario that guards each must turn red. */
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
} satisfies Record<string, SourceEdit>

export type MutationName = keyof typeof MUTATIONS
