import { isWithin, parseCidr, parseIp } from './ip-address.ts'
import type { IpAddress } from './ip-address.ts'

/** Tells whether a connection to this address and port may be opened. */
export type AddressPolicy = (address: string, port: number) => boolean

const PUBLIC_PORTS = [80, 443, 8443]

// IANA's special-purpose registry: what is not global unicast.
const SPECIAL_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
].map(parseCidr)
const GLOBAL_V6 = parseCidr('2000::/3')
// Within 2000::/3: protocol assignments with Teredo, documentation, 6to4 (which leads to any IPv4 address).
const SPECIAL_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'].map(parseCidr)
// Networks without IPv4 reach it through these addresses, so the address within decides.
const NAT64 = parseCidr('64:ff9b::/96')

export interface AddressRules {
  /** Ranges that may be called although they are not public, on any port. */
  allowCidrs: readonly string[]
  /** Ports of public addresses besides 80, 443 and 8443. */
  allowPorts?: readonly number[]
}

/** Allows global unicast addresses on the usual ports, and what the rules add. Throws on a range that cannot be read. */
export function createAddressPolicy({ allowCidrs, allowPorts = [] }: AddressRules): AddressPolicy {
  const publicPorts = new Set([...PUBLIC_PORTS, ...allowPorts])
  const allowed = allowCidrs.map(parseCidr)
  return (text, port) => {
    const address = parseIp(text)
    if (address === null) return false
    return (
      allowed.some((range) => isWithin(address, range)) || (publicPorts.has(port) && isGlobalUnicast(address))
    )
  }
}

function isGlobalUnicast(address: IpAddress): boolean {
  if (address.length === 4) return !SPECIAL_V4.some((range) => isWithin(address, range))
  if (isWithin(address, NAT64)) return isGlobalUnicast(address.subarray(12))
  return isWithin(address, GLOBAL_V6) && !SPECIAL_V6.some((range) => isWithin(address, range))
}
