import type { ParamsOf, PluralForms } from './message.ts'
import type { access } from './es/access.ts'
import type { records } from './es/records.ts'
import type { workspace } from './es/workspace.ts'

export type Es = typeof access & typeof workspace & typeof records
export type Key = keyof Es

/** All words of a language, or those that are loaded so far: signing in waits for its own only. */
export type Catalogue = { readonly [K in Key]?: string | PluralForms }

type Args<K extends Key> = [ParamsOf<Es[K]>] extends [never]
  ? []
  : [params: Readonly<Record<ParamsOf<Es[K]>, string | number>>]

export type Translate = <K extends Key>(key: K, ...args: Args<K>) => string

/** Texts that stand by themselves: these may be chosen by a variable. */
export type PlainKey = { [K in Key]: [ParamsOf<Es[K]>] extends [never] ? K : never }[Key]
