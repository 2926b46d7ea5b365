import { createHash, createHmac } from 'node:crypto'
import { GraphError, unknownObject } from '../graph/error.ts'
import { digitsOf } from './phone-numbers.ts'
import type { BusinessNumber } from '../types.ts'

/** An app's subscription to a WABA; without an override its webhooks go to the app's own URL. */
export interface Subscription {
  overrideUrl?: string
}

/** Business numbers, the tokens that may use them, and who is subscribed to their WABAs. */
export class Registry {
  readonly appSecret: string
  readonly #numbers = new Map<string, BusinessNumber>()
  readonly #expiredTokens = new Set<string>()
  readonly subscriptions = new Map<string, Subscription>()

  constructor(appSecret: string, numbers: readonly BusinessNumber[]) {
    this.appSecret = appSecret
    for (const number of numbers) this.add(number)
  }

  /** Registers a number, or changes the one with that id (a new token replaces the old). */
  add(number: BusinessNumber): void {
    this.#numbers.set(number.phoneNumberId, { ...number })
  }

  /** From now on the token is answered with 190/463. */
  expireToken(token: string): void {
    this.#expiredTokens.add(token)
  }

  numbers(): BusinessNumber[] {
    return [...this.#numbers.values()]
  }

  find(phoneNumberId: string): BusinessNumber | undefined {
    return this.#numbers.get(phoneNumberId)
  }

  /** For the fake's own side (phone page, control), where an unknown number is a mistake of the caller. */
  get(phoneNumberId: string): BusinessNumber {
    const number = this.#numbers.get(phoneNumberId)
    if (!number) throw new Error(`No business number with id ${phoneNumberId}`)
    return number
  }

  numbersOfWaba(wabaId: string): BusinessNumber[] {
    return this.numbers().filter((number) => number.wabaId === wabaId)
  }

  numbersOfToken(token: string): BusinessNumber[] {
    return this.#expiredTokens.has(token)
      ? []
      : this.numbers().filter((number) => number.accessToken === token)
  }

  /** @throws GraphError 190 for a token that is missing, unknown or expired. */
  authenticate(token: string | undefined): BusinessNumber[] {
    if (!token)
      throw new GraphError(190, { message: 'An access token is required to request this resource.' })
    if (this.#expiredTokens.has(token)) {
      throw new GraphError(190, {
        message: 'Error validating access token: Session has expired.',
        subcode: 463,
      })
    }
    const numbers = this.numbersOfToken(token)
    if (numbers.length === 0) throw new GraphError(190)
    return numbers
  }

  /** The number an authenticated token asked for. @throws GraphError 100/33 when it has no access. */
  authorise(numbers: BusinessNumber[], phoneNumberId: string): BusinessNumber {
    const number = numbers.find((each) => each.phoneNumberId === phoneNumberId)
    if (!number) throw unknownObject(phoneNumberId)
    return number
  }

  /** @throws GraphError 100 unless `proof` is hex HMAC-SHA256(app secret, token). */
  requireProof(number: BusinessNumber, proof: string | null): void {
    const expected = createHmac('sha256', this.secretOf(number)).update(number.accessToken).digest('hex')
    if (proof === expected) return
    throw new GraphError(100, {
      message: proof
        ? 'Invalid appsecret_proof provided in the API argument'
        : 'API calls from the server require an appsecret_proof argument',
    })
  }

  secretOf(number: BusinessNumber): string {
    return number.appSecret ?? this.appSecret
  }

  /** The portfolio is what a BSUID is scoped to. */
  portfolioOf(number: BusinessNumber): string {
    return number.portfolioId ?? numericHash(`portfolio|${number.wabaId}`)
  }

  displayDigits(number: BusinessNumber): string {
    return digitsOf(number.displayPhoneNumber)
  }
}

function numericHash(seed: string): string {
  return BigInt(`0x${createHash('sha256').update(seed).digest('hex')}`)
    .toString()
    .slice(0, 15)
}
