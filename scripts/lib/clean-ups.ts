/** Something to undo at the end, whichever way the end comes. */
export type CleanUp = () => Promise<void> | void

export interface CleanUps {
  add(cleanUp: CleanUp): void
  /** Runs them once, the latest first; one that fails is told of and does not keep the others from running. */
  run(log: (line: string) => void): Promise<void>
}

export function cleanUps(): CleanUps {
  const pending: CleanUp[] = []
  return {
    add: (cleanUp) => pending.push(cleanUp),
    run: async (log) => {
      for (let next = pending.pop(); next; next = pending.pop()) await attempt(next, log)
    },
  }
}

async function attempt(cleanUp: CleanUp, log: (line: string) => void): Promise<void> {
  try {
    await cleanUp()
  } catch (error) {
    log(`while ending: ${error instanceof Error ? error.message : String(error)}`)
  }
}
