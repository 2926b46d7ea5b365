import type { Control } from './control.ts'

/** {@link Control} from another process: the same methods, each a promise. */
export type RemoteControl = {
  [Name in keyof Control]: (...args: Parameters<Control[Name]>) => Promise<Awaited<ReturnType<Control[Name]>>>
}

/**
 * Connects to a running simulator by its phone URL. Media travel as base64 strings.
 * @throws Error (in the promise of a method) with the simulator's own words.
 */
export function connectControl(phoneUrl: string): RemoteControl {
  const call = async (name: string, argument: unknown): Promise<unknown> => {
    const response = await fetch(new URL(`/__control/${name}`, phoneUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: argument === undefined ? '' : JSON.stringify(argument),
    })
    const answer = (await response.json()) as { result?: unknown; error?: string }
    if (!response.ok) throw new Error(`${name}: ${answer.error ?? response.status}`)
    return answer.result
  }
  return new Proxy({} as RemoteControl, {
    // A promise would look for `then` when the client itself is awaited.
    get: (_target, name) =>
      typeof name === 'string' && name !== 'then' ? (argument?: unknown) => call(name, argument) : undefined,
  })
}
