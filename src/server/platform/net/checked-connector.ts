import { lookup } from 'node:dns/promises'
import type { LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import type { LookupFunction } from 'node:net'
import { callbackify } from 'node:util'
import { buildConnector } from 'undici'
import type { AddressPolicy } from './address-policy.ts'
import { OutboundError } from './outbound-error.ts'

/** All addresses of a host name; rejects when there are none. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>

const CONNECT_TIMEOUT_MS = 10_000

/** The system's own resolution, /etc/hosts included. */
export const resolveWithSystem: Resolve = (hostname) => lookup(hostname, { all: true })

/**
 * Opens connections only to addresses that the policy allows. The check sits in the connection's own
 * lookup, so the address that was checked is the one that is used. Every failure is an OutboundError.
 */
export function createCheckedConnector(isAllowed: AddressPolicy, resolve: Resolve): buildConnector.connector {
  // TLS sessions are kept per connector, so there is one for each port and not one for each connection.
  const connectors = new Map<number, buildConnector.connector>()
  const connectorFor = (port: number): buildConnector.connector => {
    const known = connectors.get(port)
    if (known !== undefined) return known
    const connector = buildConnector({
      timeout: CONNECT_TIMEOUT_MS,
      lookup: checkedLookup(isAllowed, resolve, port),
    })
    connectors.set(port, connector)
    return connector
  }
  return (options, callback) => {
    const port = portOf(options)
    // Node does not look up what already is an address.
    if (isIP(options.hostname) !== 0 && !isAllowed(options.hostname, port))
      return callback(notAllowed(), null)
    connectorFor(port)(options, (...[error, socket]: Parameters<buildConnector.Callback>) => {
      if (error === null) callback(null, socket)
      else callback(connectFailure(error), null)
    })
  }
}

function checkedLookup(isAllowed: AddressPolicy, resolve: Resolve, port: number): LookupFunction {
  const resolveChecked = callbackify(async (hostname: string) => {
    const addresses = await resolve(hostname).catch((cause: unknown) => {
      throw unresolvable(cause)
    })
    const [first] = addresses
    if (first === undefined) throw unresolvable()
    // One private address among public ones is an attack or a mistake, and not ours to pick from.
    if (!addresses.every(({ address }) => isAllowed(address, port))) throw notAllowed()
    return { first, all: [...addresses] }
  })
  return (hostname, options, callback) => {
    resolveChecked(hostname, (error, found) => {
      if (error !== null) callback(error, '')
      else if (options.all === true) callback(null, found.all)
      else callback(null, found.first.address, found.first.family)
    })
  }
}

function portOf({ port, protocol }: buildConnector.Options): number {
  if (port !== '') return Number(port)
  return protocol === 'https:' ? 443 : 80
}

function notAllowed(): OutboundError {
  return new OutboundError('refused', 'The address is not a public one, or its port is not a usual one')
}

function unresolvable(cause?: unknown): OutboundError {
  return new OutboundError('unresolvable', 'The host name has no address', { cause })
}

function connectFailure(cause: Error): OutboundError {
  return cause instanceof OutboundError
    ? cause
    : new OutboundError('before-sent', 'No connection could be made', { cause })
}
