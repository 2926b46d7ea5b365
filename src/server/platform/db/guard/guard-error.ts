const HEAD_LENGTH = 200

/** A statement was stopped before it reached the database. Carries no parameter and no literal of it. */
export class GuardError extends Error {
  override readonly name = 'GuardError'
  readonly reason: string
  /** The first 200 characters of the statement, with its strings and numbers left out. */
  readonly sqlHead: string

  constructor(reason: string, sql: string) {
    const sqlHead = headOf(sql)
    super(`The workspace guard refused a statement (${reason}): ${sqlHead}`)
    this.reason = reason
    this.sqlHead = sqlHead
  }
}

function headOf(sql: string): string {
  return sql
    .slice(0, HEAD_LENGTH)
    .replace(/'(?:[^'\\]|\\.)*(?:'|$)/gs, "'…'")
    .replace(/"(?:[^"\\]|\\.)*(?:"|$)/gs, '"…"')
    .replace(/\b(?:0x[0-9a-f]+|\d{4,})\b/gi, '…')
}
