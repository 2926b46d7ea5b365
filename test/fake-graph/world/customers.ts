import { bsuidFor } from './identifiers.ts'
import { canonicalDigits, digitsOf } from './phone-numbers.ts'
import type { BusinessNumber, Customer } from '../types.ts'
import type { Registry } from './registry.ts'

/** How a caller names the person who writes; a phone or a BSUID is enough. */
export interface CustomerInput {
  /** Digits with country code; a phone as people write it works too. */
  waId?: string
  bsuid?: string
  name?: string
  username?: string
  /** The person keeps the phone from businesses: webhooks carry the BSUID and the username only. */
  hidesPhone?: boolean
}

/** Everybody who has WhatsApp in this world. */
export class Customers {
  readonly #byId = new Map<string, Customer>()
  readonly #registry: Registry

  constructor(registry: Registry, presets: readonly Customer[]) {
    this.#registry = registry
    for (const preset of presets) this.#byId.set(preset.id, { ...preset })
  }

  all(): Customer[] {
    return [...this.#byId.values()]
  }

  find(id: string): Customer | undefined {
    return this.#byId.get(id)
  }

  get(id: string): Customer {
    const customer = this.#byId.get(id)
    if (!customer) throw new Error(`No customer with id ${id}`)
    return customer
  }

  /** Puts a person back from saved state. */
  restore(customer: Customer): void {
    this.#byId.set(customer.id, customer)
  }

  /** Finds the person by phone (any spelling) or BSUID, creates them if new, and takes over what is given. */
  upsert(input: CustomerInput): Customer {
    const waId = input.waId ? digitsOf(input.waId) : undefined
    const id = waId ? canonicalDigits(waId) : input.bsuid
    if (!id) throw new Error('A customer needs a waId or a bsuid')
    const customer = this.#byId.get(id) ?? { id, name: input.name ?? waId ?? id, ...(waId && { waId }) }
    const { name, bsuid, username, hidesPhone } = input
    Object.assign(customer, withoutUndefined({ name, waId, bsuid, username, hidesPhone }))
    this.#byId.set(id, customer)
    return customer
  }

  /** The person behind a dialled phone; everybody has WhatsApp here, so an unknown one appears. */
  byPhone(digits: string): Customer {
    return this.#byId.get(canonicalDigits(digits)) ?? this.upsert({ waId: digits })
  }

  /** The person behind a BSUID of that number's portfolio, if there is one. */
  byBsuid(number: BusinessNumber, bsuid: string): Customer | undefined {
    return this.all().find((customer) => this.bsuidOf(number, customer) === bsuid)
  }

  bsuidOf(number: BusinessNumber, customer: Customer): string {
    return customer.bsuid ?? bsuidFor(this.#registry.portfolioOf(number), customer)
  }

  /** The phone as a business may see it. */
  visibleWaId(customer: Customer): string | undefined {
    return customer.hidesPhone ? undefined : customer.waId
  }
}

function withoutUndefined(fields: Partial<Customer>): Partial<Customer> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
