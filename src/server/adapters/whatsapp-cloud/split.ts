import type { SplitResult } from '../contract/index.ts'
import { asObject, idOf, numberOf, type JsonObject } from '../meta/json.ts'

/** One change of a webhook, as an item keeps it. */
export interface CloudChange {
  entryId: string | null
  /** The entry's time in seconds; only account-level fields carry one. */
  time: number | null
  field: string
  value: JsonObject
}

export interface CloudItem {
  object: string
  changes: CloudChange[]
}

type Unrouted = SplitResult['unrouted'][number]

const WHATSAPP = 'whatsapp_business_account'
const PHONE_NUMBER_ID = /^\d{1,32}$/

/** Fields that always belong to one number; without its id they are broken, not account-level. */
const NUMBER_FIELDS = new Set([
  'messages',
  'smb_message_echoes',
  'smb_app_state_sync',
  'history',
  'user_preferences',
])

/** Lists whose members stand alone, and whether a member can be understood at all. */
const LISTS: Readonly<Record<string, (member: unknown) => boolean>> = {
  messages: hasId,
  message_echoes: hasId,
  statuses: hasId,
  errors: (member) => asObject(member) !== undefined,
  history: (member) => asObject(member) !== undefined,
}

/**
 * Cuts a webhook body into one item per phone number. What names no number, or can't be read, is
 * unrouted; a broken member of a list leaves the others alone. Never throws.
 */
export function split(body: unknown): SplitResult {
  const frame = asObject(body)
  if (!frame) return onlyUnrouted('malformed', body)
  if (frame['object'] !== WHATSAPP) return onlyUnrouted('unknown_object', body)
  if (!Array.isArray(frame['entry'])) return onlyUnrouted('malformed', body)
  const sorter = new Sorter()
  for (const entry of frame['entry']) sorter.addEntry(entry)
  return sorter.result()
}

function onlyUnrouted(reason: string, item: unknown): SplitResult {
  return { routed: [], unrouted: [{ reason, externalAccountId: null, item }] }
}

class Sorter {
  readonly #changesByNumber = new Map<string, CloudChange[]>()
  readonly #unrouted: Unrouted[] = []

  addEntry(value: unknown): void {
    const entry = asObject(value)
    const entryId = idOf(entry?.['id']) ?? null
    if (!entry || !Array.isArray(entry['changes'])) {
      this.#reject('malformed', entryId, value)
      return
    }
    const time = numberOf(entry['time']) ?? null
    for (const member of entry['changes']) {
      const change = asObject(member)
      const content = asObject(change?.['value'])
      const field = change?.['field']
      if (content && typeof field === 'string') this.#addChange({ entryId, time, field, value: content })
      else this.#reject('malformed', entryId, member)
    }
  }

  result(): SplitResult {
    const routed = [...this.#changesByNumber].map(([externalAccountId, changes]) => ({
      externalAccountId,
      item: itemOf(changes),
    }))
    return { routed, unrouted: this.#unrouted }
  }

  #addChange(change: CloudChange): void {
    const number = idOf(asObject(change.value['metadata'])?.['phone_number_id'])
    if (number !== undefined && PHONE_NUMBER_ID.test(number)) {
      this.#route(number, change)
    } else {
      const isBroken = NUMBER_FIELDS.has(change.field) || number !== undefined
      this.#reject(isBroken ? 'malformed' : 'account_level', change.entryId, itemOf([change]))
    }
  }

  #route(number: string, change: CloudChange): void {
    const { value, broken } = sift(change.value)
    if (broken) this.#reject('malformed', number, itemOf([{ ...change, value: broken }]))
    const changes = this.#changesByNumber.get(number)
    if (changes) changes.push({ ...change, value })
    else this.#changesByNumber.set(number, [{ ...change, value }])
  }

  #reject(reason: string, externalAccountId: string | null, item: unknown): void {
    // A longer id is none of Meta's, and would not fit where dead letters are kept.
    const isId = externalAccountId !== null && PHONE_NUMBER_ID.test(externalAccountId)
    this.#unrouted.push({ reason, externalAccountId: isId ? externalAccountId : null, item })
  }
}

function itemOf(changes: CloudChange[]): CloudItem {
  return { object: WHATSAPP, changes }
}

/** Takes the members that nobody could understand out of a value's lists. */
function sift(value: JsonObject): { value: JsonObject; broken?: JsonObject } {
  const sound: Record<string, unknown> = { ...value }
  const broken: Record<string, unknown> = {}
  for (const [name, isSound] of Object.entries(LISTS)) {
    if (!(name in value)) continue
    const members = value[name]
    if (!Array.isArray(members)) {
      broken[name] = members
      delete sound[name]
    } else if (!members.every(isSound)) {
      broken[name] = members.filter((member) => !isSound(member))
      sound[name] = members.filter(isSound)
    }
  }
  return Object.keys(broken).length === 0 ? { value } : { value: sound, broken }
}

function hasId(member: unknown): boolean {
  return idOf(asObject(member)?.['id']) !== undefined
}
