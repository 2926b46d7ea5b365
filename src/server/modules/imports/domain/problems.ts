import type { ImportProblem } from '../../../../shared/contracts/imports.ts'

const ROWS_TOLD = 5
/** More kinds than there are columns times troubles would only be noise. */
const KINDS_TOLD = 100

/** Counts what is wrong with the rows of a file, by kind and column. */
export class ProblemCounter {
  readonly #found = new Map<string, ImportProblem>()

  add(row: number, kind: string, column: string | null): void {
    const key = `${kind} ${column ?? ''}`
    const problem = this.#found.get(key) ?? { kind, column, count: 0, rows: [] }
    problem.count++
    if (problem.rows.length < ROWS_TOLD) problem.rows.push(row)
    if (this.#found.size < KINDS_TOLD || this.#found.has(key)) this.#found.set(key, problem)
  }

  /** The most frequent first. */
  list(): ImportProblem[] {
    return [...this.#found.values()].toSorted((a, b) => b.count - a.count)
  }
}
