import { json, type Answer } from '../../fake-graph/http-io.ts'
import type { Control } from './control.ts'

type Method = (argument?: unknown) => unknown

/** `POST /__control/<method>` with the argument as JSON → `{"result": …}`, or 400 `{"error": …}`. */
export async function handleControl(control: Control, name: string, body: Buffer): Promise<Answer> {
  const method = methodNamed(control, name)
  if (!method) return json({ error: `Unknown control method ${name}` }, 404)
  try {
    const argument = body.length > 0 ? (JSON.parse(body.toString('utf8')) as unknown) : undefined
    return json({ result: (await method.call(control, argument)) ?? null })
  } catch (error) {
    return json({ error: error instanceof Error ? error.message : String(error) }, 400)
  }
}

function methodNamed(control: Control, name: string): Method | undefined {
  const prototype = Object.getPrototypeOf(control) as Record<string, unknown>
  if (name === 'constructor' || !Object.hasOwn(prototype, name)) return undefined
  return prototype[name] as Method
}
