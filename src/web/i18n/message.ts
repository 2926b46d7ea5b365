/** Forms by `Intl.PluralRules`; Spanish and Portuguese also know `many` (un millón *de* …). */
export interface PluralForms {
  one: string
  other: string
  many?: string
}

export type Message = string | PluralForms

type Names<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never

/** The names in braces of a message: they are the parameters that its caller must give. */
export type ParamsOf<M> = M extends string
  ? Names<M>
  : M extends { other: infer Other }
    ? Names<Other> | 'count'
    : never

/** What another language must offer for a catalogue written in Spanish. */
export type Translation<Source> = {
  readonly [Key in keyof Source]: Source[Key] extends string ? string : PluralForms
}

/**
 * Fills the names in braces. Numbers are written as the locale writes them; whatever must keep its
 * own form (a conversation's number, a year) is handed over as text.
 */
export function fill(
  message: Message,
  params: Readonly<Record<string, string | number>>,
  locale: string,
): string {
  const text = typeof message === 'string' ? message : pick(message, Number(params.count), locale)
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    return typeof value === 'number' ? numberFormat(locale).format(value) : (value ?? '')
  })
}

function pick(forms: PluralForms, count: number, locale: string): string {
  const category = pluralRules(locale).select(count)
  if (category === 'one') return forms.one
  if (category === 'many') return forms.many ?? forms.other
  return forms.other
}

const memo = <T>(make: (locale: string) => T) => {
  const made = new Map<string, T>()
  return (locale: string): T => {
    let value = made.get(locale)
    if (!value) made.set(locale, (value = make(locale)))
    return value
  }
}

const pluralRules = memo((locale) => new Intl.PluralRules(locale))
const numberFormat = memo((locale) => new Intl.NumberFormat(locale))
