/** What a look at one thing found. `mend` says what to do about a warning or a failure. */
export interface Finding {
  name: string
  state: 'ok' | 'warn' | 'fail'
  detail: string
  mend?: string
}

export const ok = (name: string, detail: string): Finding => ({ name, state: 'ok', detail })
export const warn = (name: string, detail: string, mend: string): Finding => ({
  name,
  state: 'warn',
  detail,
  mend,
})
export const fail = (name: string, detail: string, mend: string): Finding => ({
  name,
  state: 'fail',
  detail,
  mend,
})
