import { jidDecode } from 'baileys'
import type { Account, Addressing } from '../types.ts'

export const SERVER = 's.whatsapp.net'
/** The server itself: a jid without a user. */
export const SERVER_JID = `@${SERVER}`

/** Jid of an account's phone (device 0) or of one of its devices. */
export function jidOf(account: Pick<Account, 'phone' | 'lid'>, addressing: Addressing, device = 0): string {
  const suffix = device === 0 ? '' : `:${device}`
  return addressing === 'lid' ? `${account.lid}${suffix}@lid` : `${account.phone}${suffix}@${SERVER}`
}

/** @throws Error for a jid that is not a person's. */
export function parseJid(jid: string): { user: string; device: number; addressing: Addressing } {
  const decoded = jidDecode(jid)
  if (!decoded?.user) throw new Error(`Not a person's jid: ${jid}`)
  return {
    user: decoded.user,
    device: decoded.device ?? 0,
    addressing: decoded.server === 'lid' ? 'lid' : 'pn',
  }
}

export function isPersonJid(jid: string): boolean {
  return /^[^@]+@(s\.whatsapp\.net|lid)$/.test(jid)
}

export function otherWay(addressing: Addressing): Addressing {
  return addressing === 'lid' ? 'pn' : 'lid'
}

/** Whole seconds since the epoch, as stanzas carry them. */
export function seconds(ms: number): string {
  return String(Math.floor(ms / 1_000))
}
