import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino'
import { redact } from './redact.ts'

export type Logger = PinoLogger

/** JSON lines on stdout. Every object passes the redaction, so a careless call leaks nothing. */
export function createLogger(init: { level: string; destination?: DestinationStream }): Logger {
  return pino(
    {
      level: init.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (object) => redact(object) as Record<string, unknown>,
        bindings: (bindings) => redact(bindings) as Record<string, unknown>,
      },
      serializers: { err: (error: unknown) => error },
    },
    init.destination ?? pino.destination({ fd: 1, sync: false }),
  )
}
