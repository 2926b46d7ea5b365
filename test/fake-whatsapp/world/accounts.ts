import { createHash } from 'node:crypto'
import type { Account, Addressing, PastChat } from '../types.ts'
import { isPersonJid, parseJid } from './jids.ts'

export interface AccountInput {
  /** Any spelling; digits count. */
  phone: string
  name?: string
  /** Default: derived from the phone. */
  lid?: string
  /** Default `lid`. */
  addressing?: Addressing
  aliases?: string[]
  /** Its messages name the LID only. */
  hidesPhone?: boolean
  /** What its first linked device is given as history. */
  history?: PastChat[]
}

/** All WhatsApp accounts, found by phone, by another spelling of it, or by LID. */
export class Accounts {
  readonly #byPhone = new Map<string, Account>()
  readonly #byUser = new Map<string, Account>()

  /** Adds an account, or changes what is named of the one with that phone. */
  upsert(input: AccountInput): Account {
    const phone = digits(input.phone)
    const account = this.#byUser.get(phone) ?? this.#add(phone, input.lid)
    if (input.name !== undefined) account.name = input.name
    if (input.addressing) account.addressing = input.addressing
    if (input.hidesPhone !== undefined) account.hidesPhone = input.hidesPhone
    if (input.history) account.history = input.history
    for (const alias of input.aliases ?? []) this.#alias(account, digits(alias))
    return account
  }

  restore(account: Account): void {
    this.#byPhone.set(account.phone, account)
    for (const user of [account.phone, account.lid, ...account.aliases]) this.#byUser.set(user, account)
  }

  all(): Account[] {
    return [...this.#byPhone.values()]
  }

  /** By phone in any spelling, or LID digits. */
  find(user: string): Account | undefined {
    return this.#byUser.get(digits(user))
  }

  /** @throws Error for a phone nobody has. */
  get(phone: string): Account {
    const account = this.find(phone)
    if (!account) throw new Error(`No WhatsApp account ${phone}`)
    return account
  }

  /** Whose phone or device it is; nobody's for groups and the server. */
  byJid(jid: string): Account | undefined {
    return isPersonJid(jid) ? this.#byUser.get(parseJid(jid).user) : undefined
  }

  #add(phone: string, lid = lidFor(phone)): Account {
    const account: Account = {
      phone,
      lid,
      name: phone,
      addressing: 'lid',
      aliases: [],
      hidesPhone: false,
      isOnline: true,
      isBanned: false,
      nextDeviceId: 1,
      devices: [],
      history: [],
      waiting: [],
      appState: { collections: {} },
    }
    this.restore(account)
    return account
  }

  #alias(account: Account, alias: string): void {
    if (!account.aliases.includes(alias)) account.aliases.push(alias)
    this.#byUser.set(alias, account)
  }
}

/** The same phone has the same LID in every run. */
function lidFor(phone: string): string {
  const number = BigInt(`0x${createHash('sha256').update(`lid|${phone}`).digest('hex').slice(0, 16)}`)
  return `1${String(number).padStart(14, '0').slice(0, 14)}`
}

function digits(text: string): string {
  return text.replace(/\D/g, '')
}
