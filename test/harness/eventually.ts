const DEADLINE_MS = 15_000
const PAUSE_MS = 15

/** Asks until there is an answer: for what a process does in its own time. Fails after fifteen seconds. */
export async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + DEADLINE_MS
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > deadline) throw new Error('it did not happen in time')
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}
