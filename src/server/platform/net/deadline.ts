/** The time that a call may take, together with the caller's own wish to stop. */
export type Deadline = {
  readonly signal: AbortSignal
  /** Whether it was the time that ended the call, and not the caller. */
  hasPassed(): boolean
  /** Settles as `work` does, or rejects as soon as the call is over. */
  race<Result>(work: Promise<Result>): Promise<Result>
  end(): void
}

export function startDeadline(timeoutMs: number, callerSignal: AbortSignal | undefined): Deadline {
  const controller = new AbortController()
  const { signal } = controller
  let hasPassed = false
  const timer = setTimeout(() => {
    hasPassed = true
    controller.abort(new Error(`No answer within ${timeoutMs} ms`))
  }, timeoutMs)
  const giveUp = (): void => controller.abort(callerSignal?.reason)
  if (callerSignal?.aborted === true) giveUp()
  callerSignal?.addEventListener('abort', giveUp, { once: true })
  return {
    signal,
    hasPassed: () => hasPassed,
    race: (work) => Promise.race([work, rejectionOn(signal)]),
    end() {
      clearTimeout(timer)
      callerSignal?.removeEventListener('abort', giveUp)
    },
  }
}

function rejectionOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (): void => reject(new Error('The call was ended', { cause: signal.reason }))
    if (signal.aborted) fail()
    signal.addEventListener('abort', fail, { once: true })
  })
}
