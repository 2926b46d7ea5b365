import { readFileSync, writeFileSync } from 'node:fs'
import { percent, print, type Row, type Run } from './report.ts'

const DOCS = 'docs/benchmarks.md'
const [BEGIN, END] = ['<!-- figures:begin -->', '<!-- figures:end -->']

/** Puts the figures of a run between the markers of docs/benchmarks.md. */
export function writeDocs(jsonFile: string): void {
  const run = JSON.parse(readFileSync(jsonFile, 'utf8')) as Run
  const text = readFileSync(DOCS, 'utf8')
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (begin < 0 || end < begin) throw new Error(`${DOCS} lacks the markers ${BEGIN} and ${END}`)
  writeFileSync(DOCS, `${text.slice(0, begin + BEGIN.length)}\n${sectionOf(run)}\n${text.slice(end)}`)
  print(`wrote the figures into ${DOCS}`)
}

function sectionOf({ date, machine, command, isQuick, rows }: Run): string {
  const { cores, cpu, memoryGb, node, engine } = machine
  const scenarios = [...new Set(rows.map((row) => row.scenario))]
  return [
    `Measured on ${date} with \`${command}\`: ${cores} cores (${cpu}), ${memoryGb} GB, Node ${node}, ${engine}.`,
    ...(isQuick
      ? ['**A short run over few rows: it shows that the bench works, not how fast the product is.**']
      : []),
    ...scenarios.map((name) =>
      tableOf(
        name,
        rows.filter((row) => row.scenario === name),
      ),
    ),
  ].join('\n\n')
}

function tableOf(scenario: string, rows: Row[]): string {
  const lines = rows.map(({ what, measured, bare, ratio, target, isMet }) =>
    [
      what,
      measured,
      bare,
      ratio === null ? '' : percent(ratio),
      target,
      isMet === null ? '' : isMet ? 'met' : '**missed**',
    ]
      .map((cell) => cell.replaceAll('|', '\\|'))
      .join(' | '),
  )
  const conditions = [...new Set(rows.map((row) => row.conditions).filter((text) => text !== ''))]
  return [
    `### ${scenario}`,
    '',
    '| what | measured | bare | ratio | target | |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines.map((line) => `| ${line} |`),
    ...(conditions.length > 0 ? ['', ...conditions.map((text) => `- ${text}`)] : []),
  ].join('\n')
}
