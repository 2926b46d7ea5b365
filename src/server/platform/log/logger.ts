import { pino, type DestinationStream, type LogFn, type Logger as PinoLogger } from 'pino'
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
      hooks: { logMethod: withoutBareErrors },
    },
    init.destination ?? pino.destination({ fd: 1, sync: false }),
  )
}

/** Of a bare error pino would make the line's message, which may hold a statement's values. */
function withoutBareErrors(this: Logger, args: Parameters<LogFn>, method: LogFn): void {
  const [first, ...rest] = args as unknown[]
  const isObject = typeof first === 'object' && first !== null
  const shown = first instanceof Error ? { err: redact(first) } : isObject ? withShownError(first) : first
  method.apply(this, [shown, ...rest] as unknown as Parameters<LogFn>)
}

function withShownError(object: object): object {
  return 'err' in object && object.err instanceof Error ? { ...object, err: redact(object.err) } : object
}
