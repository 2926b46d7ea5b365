import { enterCode } from '../linking/code.ts'
import { scanQr } from '../linking/qr.ts'
import { unlink } from '../linking/unlink.ts'
import { share, STATUS_JID } from '../phones/broadcast.ts'
import { callFromPhone, type PhoneCall } from '../phones/call.ts'
import { takeWaiting } from '../phones/receive.ts'
import { readOnPhone, type PhoneReading } from '../phones/reading.ts'
import { typeOnPhone } from '../phones/typing.ts'
import { writeFromPhone, type PhoneMessage } from '../phones/write.ts'
import type { Account, LinkedDevice, SentMessage, ThreadMessage } from '../types.ts'
import type { AccountInput } from '../world/accounts.ts'
import { picksStanza, type FaultRule } from '../world/faults.ts'
import { node } from '../world/nodes.ts'
import { strikeOpenConnections } from '../world/strike.ts'
import type { SentFilter, SentReport } from '../world/sent.ts'
import type { TypingNote, TypingState } from '../world/typing.ts'
import type { World } from '../world/world.ts'
import { reportOf, type AccountReport } from './account-report.ts'

/** A phone number, or a person who gets an account when there is none. */
export type Person = string | { phone: string; name?: string }

export interface SharedText {
  from: Person
  /** Whose linked devices get it. */
  to: string
  text: string
}

const DEFAULT_GROUP = '120363000000000001@g.us'

export interface Arrival {
  id: string
  times?: number
  timeoutMs?: number
}

export type ThreadReport = Omit<ThreadMessage, 'bytes'>

/**
 * What tests and the demo can make the simulator do. Each method takes at most one argument, so that the
 * same calls work over HTTP (`POST /__control/<method>`).
 */
export class Control {
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  /** A WhatsApp account with its phone; changes what is named when there is one. */
  addAccount(input: AccountInput): AccountReport {
    const account = this.#world.accounts.upsert(input)
    this.#world.changed()
    return reportOf(this.#world, account)
  }

  accounts(): AccountReport[] {
    return this.#world.accounts.all().map((account) => reportOf(this.#world, account))
  }

  /** The account's phone scans a QR. @throws Error when the QR is old or foreign. */
  async scan({ account, qr }: { account: string; qr: string }): Promise<{ device: number }> {
    return { device: (await scanQr(this.#world, account, qr)).id }
  }

  /** The account's phone is given the code that a client shows. @throws Error when it is wrong. */
  async enterCode({ account, code }: { account: string; code: string }): Promise<{ device: number }> {
    return { device: (await enterCode(this.#world, account, code)).id }
  }

  /** The owner removes a linked device; without `device`, all. */
  unlinkFromPhone({ account, device }: { account: string; device?: number }): void {
    for (const linked of this.#devices(account)) {
      if (device === undefined || linked.id === device) unlink(this.#world, linked)
    }
  }

  /** A customer writes to an account. */
  customerWrites({ from, to, ...message }: { from: Person; to: string } & PhoneMessage) {
    return this.#write(from, to, message)
  }

  /** The account's owner writes on the phone; linked devices get a copy that is "from me". */
  ownerWrites({ account, to, ...message }: { account: string; to: Person } & PhoneMessage) {
    return this.#write(account, to, message)
  }

  /** A person reads a chat (or all chats) on the phone. */
  read(reading: PhoneReading): void {
    readOnPhone(this.#world, 'read', reading)
  }

  /** A person plays voice notes on the phone. */
  played(reading: PhoneReading): void {
    readOnPhone(this.#world, 'played', reading)
  }

  /** A person types; `recording` is a voice note. */
  typing({ from, to, state }: { from: Person; to: string; state: TypingState }): void {
    typeOnPhone(this.#world, { from: this.#person(from), to: this.#person(to) }, state)
  }

  /** A message in a group that the account's devices are in. */
  groupWrites({ from, to, group = DEFAULT_GROUP, text }: SharedText & { group?: string }) {
    return this.#share({ from, to, text }, group)
  }

  /** A status post of somebody in the account's address book. */
  statusPost({ from, to, text }: SharedText) {
    return this.#share({ from, to, text }, STATUS_JID)
  }

  call({ from, to, ...call }: { from: Person; to: string } & PhoneCall): { callId: string } {
    return callFromPhone(this.#world, { from: this.#person(from), to: this.#person(to) }, call)
  }

  /** The media host forgets the file of a message: downloads get 404 until the phone uploads it again. */
  expireMedia({ account, customer, id }: { account: string; customer: string; id: string }): void {
    const message = this.#world.threads.find(account, customer, id)
    if (!message?.media) throw new Error(`The chat has no media message ${id}`)
    this.#world.media.expire(message.media.directPath)
  }

  /** Everything that linked devices sent and the recipients' phones decrypted. */
  sent(filter: SentFilter = {}): SentReport {
    return this.#world.sent.report(filter)
  }

  /** Waits until a message of a linked device was decrypted by its recipient's phone (`times` counts copies). */
  async arrival({ id, times = 1, timeoutMs = 10_000 }: Arrival): Promise<SentMessage> {
    const find = () => this.#world.sent.report({ id }).messages.find(({ arrivals }) => arrivals >= times)
    return this.#world.until(find, { timeoutMs, what: `message ${id} at its recipient` })
  }

  /** The chat of two accounts, as their phones show it. */
  thread({ account, customer }: { account: string; customer: string }): ThreadReport[] {
    const { accounts, threads } = this.#world
    const thread = threads.between(accounts.get(account).phone, accounts.get(customer).phone)
    return thread.map(({ bytes: _bytes, ...shown }) => shown)
  }

  /** What linked devices showed of their typing. */
  typingSeen(): TypingNote[] {
    return this.#world.typing.all()
  }

  clearRecords(): void {
    this.#world.sent.clear()
  }

  /** The phone has no network: messages for it wait, its receipts too. */
  offline({ phone }: { phone: string }): void {
    this.#world.accounts.get(phone).isOnline = false
    this.#world.changed()
  }

  online({ phone }: { phone: string }): void {
    const account = this.#world.accounts.get(phone)
    account.isOnline = true
    takeWaiting(this.#world, account)
  }

  /** @returns an id for {@link removeFault}. */
  fault(rule: FaultRule): number {
    const id = this.#world.faults.add(rule)
    if (!picksStanza(rule)) strikeOpenConnections(this.#world)
    return id
  }

  removeFault({ id }: { id: number }): void {
    this.#world.faults.remove(id)
  }

  clearFaults(): void {
    this.#world.faults.clear()
  }

  /** Takes one-time prekeys of the account's devices until `count` are left, as the first messages of many do. */
  leavePreKeys({ account, count }: { account: string; count: number }): void {
    for (const device of this.#devices(account)) device.preKeys.splice(count)
  }

  /** Tells the account's sockets that they were replaced (440). */
  conflict({ account }: { account: string }): void {
    this.#close(account, node('stream:error', {}, [node('conflict', { type: 'replaced' })]))
  }

  /** Bans the account: open sockets hear 403, later logins too. */
  ban({ account }: { account: string }): void {
    this.#world.accounts.get(account).isBanned = true
    this.#close(account, node('stream:error', { code: '403' }))
  }

  unban({ account }: { account: string }): void {
    this.#world.accounts.get(account).isBanned = false
  }

  /** The sockets of linked devices, and the most that each ever held at once. */
  connections() {
    return this.#world.connections.report()
  }

  /** Waits until nothing is under way and connected devices confirmed all they were sent. */
  settled({ timeoutMs = 10_000 }: { timeoutMs?: number } = {}): Promise<void> {
    return this.#world.quiet.settled(timeoutMs)
  }

  #write(from: Person, to: Person, message: PhoneMessage): Promise<{ id: string; at: number }> {
    const written = writeFromPhone(this.#world, { from: this.#person(from), to: this.#person(to) }, message)
    return this.#counted(written)
  }

  #share({ from, to, text }: SharedText, chatJid: string): Promise<{ id: string }> {
    const shared = share(this.#world, { from: this.#person(from), to: this.#person(to), chatJid, text })
    return this.#counted(shared)
  }

  /** Under way until it ends; whoever asked for it hears of its failure. */
  #counted<T>(task: Promise<T>): Promise<T> {
    this.#world.quiet.track(task.catch(() => undefined))
    return task
  }

  #person(person: Person): Account {
    const { accounts } = this.#world
    return typeof person === 'string' ? accounts.get(person) : accounts.upsert(person)
  }

  #devices(account: string): LinkedDevice[] {
    return [...this.#world.accounts.get(account).devices]
  }

  #close(account: string, farewell: ReturnType<typeof node>): void {
    for (const device of this.#devices(account)) {
      for (const connection of this.#world.connections.allOf(device)) connection.closeWith(farewell)
    }
  }
}
