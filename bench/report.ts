import { writeFileSync } from 'node:fs'

/** One line of the run: what was measured, beside what, and whether the target is met. */
export interface Row {
  scenario: string
  what: string
  measured: string
  /** The bare limit of the same run, where there is one. */
  bare: string
  /** Product ÷ bare. */
  ratio: number | null
  /** As people read it; '' where the row only informs. */
  target: string
  isMet: boolean | null
  /** Loop, clients, rows, CPU. */
  conditions: string
}

export interface Run {
  date: string
  machine: { cores: number; cpu: string; memoryGb: number; node: string; engine: string }
  command: string
  isQuick: boolean
  rows: Row[]
}

/** Collects the rows and says each as soon as it is known. */
export class Report {
  readonly rows: Row[] = []
  private scenario = ''

  begin(scenario: string, about: string): void {
    this.scenario = scenario
    print(`\n${scenario}: ${about}`)
  }

  /** A figure with a target. */
  target(row: Pick<Row, 'what' | 'measured' | 'target'> & { isMet: boolean } & Partial<Row>): void {
    this.add({ bare: '', ratio: null, conditions: '', ...row })
  }

  /** A figure that only informs. */
  figure(row: Pick<Row, 'what' | 'measured'> & Partial<Row>): void {
    this.add({ bare: '', ratio: null, conditions: '', target: '', isMet: null, ...row })
  }

  get passed(): number {
    return this.rows.filter((row) => row.isMet === true).length
  }

  get failed(): number {
    return this.rows.filter((row) => row.isMet === false).length
  }

  private add(row: Omit<Row, 'scenario'>): void {
    this.rows.push({ ...row, scenario: this.scenario })
    print(lineOf(row))
  }
}

function lineOf(row: Omit<Row, 'scenario'>): string {
  const verdict = row.isMet === null ? '      ' : row.isMet ? 'ok    ' : 'MISSED'
  const ratio = row.ratio === null ? '' : ` = ${percent(row.ratio)} of bare ${row.bare}`
  const target = row.target === '' ? '' : `  (target ${row.target})`
  const conditions = row.conditions === '' ? '' : `\n         ${row.conditions}`
  return `  ${verdict} ${row.what}: ${row.measured}${ratio}${target}${conditions}`
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

export function writeJson(path: string, run: Run): void {
  writeFileSync(path, `${JSON.stringify(run, null, 2)}\n`)
}

export const percent = (share: number) => `${(share * 100).toFixed(0)} %`
export const ms = (value: number) => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`
export const perSecond = (value: number) => `${Math.round(value).toLocaleString('en')}/s`
export const count = (value: number) => value.toLocaleString('en')
