import { useEffect, useState, type FormEvent } from 'react'
import { toAppError, type AppError } from '../../lib/errors.ts'

interface Submission {
  busy: boolean
  error: AppError | null
  /** Seconds until the server lets us try again; 0 when it does. */
  waitSeconds: number
  submit: (event: FormEvent) => void
}

/** One form, one call: busy while it runs, its error kept until the next try, a live countdown when limited. */
export function useSubmit(run: () => Promise<void>): Submission {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const [waitSeconds, setWaitSeconds] = useState(0)

  useEffect(() => {
    if (waitSeconds <= 0) return
    const timer = setTimeout(() => setWaitSeconds(waitSeconds - 1), 1000)
    return () => clearTimeout(timer)
  }, [waitSeconds])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (busy || waitSeconds > 0) return
    setBusy(true)
    setError(null)
    run()
      .catch((thrown: unknown) => {
        const failure = toAppError(thrown)
        setError(failure)
        if (failure.code === 'RATE_LIMITED') setWaitSeconds(failure.details.retryAfterSeconds ?? 30)
      })
      .finally(() => setBusy(false))
  }
  return { busy, error, waitSeconds, submit }
}
