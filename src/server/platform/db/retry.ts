import { isRetriable } from './errors.ts'

const ATTEMPTS = 8

/**
 * Runs a whole transaction again after a deadlock or a lock wait. Only for work whose effects all
 * lie inside the transaction: the engine has rolled the failed one back.
 */
export async function withRetry<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction()
    } catch (error) {
      if (attempt >= ATTEMPTS || !isRetriable(error)) throw error
      await jitter(attempt)
    }
  }
}

function jitter(attempt: number): Promise<void> {
  const ceiling = Math.min(5 * 2 ** attempt, 250)
  return new Promise((resolve) => setTimeout(resolve, Math.random() * ceiling))
}
