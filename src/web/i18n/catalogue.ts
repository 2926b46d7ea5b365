import type { ParamsOf, PluralForms } from './message.ts'
import type { es } from './es/index.ts'

export type Es = typeof es
export type Key = keyof Es

/** A complete catalogue: a missing key does not compile. */
export type Catalogue = { readonly [K in Key]: string | PluralForms }

type Args<K extends Key> = [ParamsOf<Es[K]>] extends [never]
  ? []
  : [params: Readonly<Record<ParamsOf<Es[K]>, string | number>>]

export type Translate = <K extends Key>(key: K, ...args: Args<K>) => string

/** Texts that stand by themselves: these may be chosen by a variable. */
export type PlainKey = { [K in Key]: [ParamsOf<Es[K]>] extends [never] ? K : never }[Key]
