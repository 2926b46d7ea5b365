/** Ends the analysis of a statement; `analyse` turns it into `{ ok: false, reason }`. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}

/** Stops here: a shape that is not known to be safe is refused, never skipped. */
export function refuse(reason: string): never {
  throw new Refusal(reason)
}
