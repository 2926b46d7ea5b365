/** One line of a run: what was counted, and whether it is as promised. */
export interface Figure {
  name: string
  value: string
  isRight: boolean
}

export function printFigures(figures: Figure[]): void {
  for (const { name, value, isRight } of figures)
    process.stdout.write(`${isRight ? 'ok  ' : 'FAIL'} ${name}: ${value}\n`)
}
