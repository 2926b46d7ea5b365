/** What one step of a longer run came to. */
export interface StepResult {
  name: string
  isOk: boolean
  seconds: number
}

/** Runs a step and takes the time. A step that throws has failed, and says why. */
export async function timed(name: string, work: () => Promise<boolean>): Promise<StepResult> {
  const started = performance.now()
  const isOk = await work().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return false
  })
  return { name, isOk, seconds: (performance.now() - started) / 1000 }
}

/** `ok    12.3 s  types`, with a word when it took longer than it may. */
export function resultLine({ name, isOk, seconds }: StepResult, budgetSeconds?: number): string {
  const over = budgetSeconds !== undefined && seconds > budgetSeconds ? '  over budget' : ''
  const budget = budgetSeconds === undefined ? '' : ` / ${budgetSeconds} s`
  return `${isOk ? 'ok    ' : 'FAILED'} ${seconds.toFixed(1).padStart(6)} s${budget}  ${name}${over}`
}
