import { isIP } from 'node:net'

/** An address as 4 or 16 bytes; an IPv4-mapped IPv6 address is the IPv4 address within. */
export type IpAddress = Uint8Array
export type Cidr = { readonly network: IpAddress; readonly prefixLength: number }

const MAPPED_PREFIX = parseV6('::ffff:0:0').subarray(0, 12)

/** Reads a textual address; null for anything else, zone ids (`fe80::1%eth0`) included. */
export function parseIp(text: string): IpAddress | null {
  const version = text.includes('%') ? 0 : isIP(text)
  if (version === 4) return parseV4(text)
  if (version !== 6) return null
  const bytes = parseV6(text)
  return MAPPED_PREFIX.every((byte, index) => bytes[index] === byte) ? bytes.subarray(12) : bytes
}

/** Reads `10.0.0.0/8`, `fd00::/8` or a single address. Throws on anything else. */
export function parseCidr(text: string): Cidr {
  const [address = '', length] = text.split('/')
  const network = parseIp(address)
  const bits = (network?.length ?? 0) * 8
  const prefixLength = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN
  if (network === null || !(prefixLength <= bits)) throw new Error(`Not an address range: ${text}`)
  return { network, prefixLength }
}

export function isWithin(address: IpAddress, { network, prefixLength }: Cidr): boolean {
  if (address.length !== network.length) return false
  return network.every((byte, index) => {
    const bits = Math.min(Math.max(prefixLength - index * 8, 0), 8)
    const mask = (0xff << (8 - bits)) & 0xff
    return (byte & mask) === ((address[index] ?? 0) & mask)
  })
}

function parseV4(text: string): IpAddress {
  return Uint8Array.from(text.split('.'), Number)
}

/** `text` is known to be a valid IPv6 address without a zone. */
function parseV6(text: string): IpAddress {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  const plain = dotted === null ? text : `${dotted[1] ?? ''}${groupsOfV4(dotted[2] ?? '')}`
  const [head = '', tail] = plain.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  return Uint8Array.from(
    [...before, ...zeros, ...after].flatMap((group) => {
      const value = Number.parseInt(group, 16)
      return [value >> 8, value & 0xff]
    }),
  )
}

function groupsOfV4(text: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = parseV4(text)
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
}
