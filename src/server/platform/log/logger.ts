import {
  pino,
  type Bindings,
  type ChildLoggerOptions,
  type DestinationStream,
  type LogFn,
  type Logger as PinoLogger,
} from 'pino'
import { messageOf, redact, redactText } from './redact.ts'
import { hideShapes } from './secrets.ts'

export type Logger = PinoLogger

/**
 * A write for each line would cost a twentieth of a call. What is gathered goes out after 4 kB or a
 * fifth of a second, and when the process ends by itself.
 */
const STDOUT = { fd: 1, sync: false, minLength: 4_096, periodicFlush: 200 }

/**
 * JSON lines on stdout. Objects, bindings, messages and their arguments pass the redaction, and each
 * finished line once more the shapes of secrets, so that a careless call leaks nothing.
 */
export function createLogger(init: { level: string; destination?: DestinationStream }): Logger {
  const logger: Logger = pino(
    {
      level: init.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (object) => redact(object) as Record<string, unknown>,
      },
      serializers: { err: (error: unknown) => error },
      hooks: { logMethod: logRedacted, streamWrite: hideShapes },
    },
    init.destination ?? pino.destination(STDOUT),
  )
  return withRedactedChildren(logger)
}

/** pino would take an error's own message for the line's, and formats arguments without asking anybody. */
function logRedacted(this: Logger, args: Parameters<LogFn>, method: LogFn): void {
  const [first, ...others] = args as [unknown, ...unknown[]]
  const rest = others.map((value) => (typeof value === 'string' ? redactText(value) : redact(value)))
  const object = first instanceof Error ? { err: first } : first
  const head = typeof object === 'string' ? redactText(object) : object
  if (rest.length === 0 && hasError(object)) rest.push(messageOf(object.err))
  method.apply(this, [head, ...rest] as Parameters<LogFn>)
}

function hasError(object: unknown): object is { err: Error } {
  return typeof object === 'object' && object !== null && 'err' in object && object.err instanceof Error
}

/** pino's formatters do not see the bindings of children. A child inherits this method from its parent. */
function withRedactedChildren(logger: Logger): Logger {
  const child: (this: Logger, bindings: Bindings, options?: ChildLoggerOptions) => Logger = logger.child
  return Object.assign(logger, {
    child(this: Logger, bindings: Bindings, options?: ChildLoggerOptions): Logger {
      return child.call(this, redact(bindings) as Bindings, options)
    },
  })
}
