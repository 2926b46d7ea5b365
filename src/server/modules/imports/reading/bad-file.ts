/** The file as a whole can't be imported; `code` says why in a word that the web app has texts for. */
export class BadFileError extends Error {
  readonly code: BadFileCode
  readonly line: number | null

  constructor(code: BadFileCode, line: number | null = null) {
    super(`the file cannot be imported: ${code}`)
    this.code = code
    this.line = line
  }
}

export type BadFileCode =
  | 'empty'
  | 'no_rows'
  | 'too_many_rows'
  | 'too_many_columns'
  | 'open_quote'
  | 'not_a_table'
  | 'broken_zip'
  | 'zip_bomb'
  | 'no_sheet'
  | 'file_gone'
