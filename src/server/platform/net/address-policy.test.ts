import { describe, expect, it } from 'vitest'
import { createAddressPolicy } from './address-policy.ts'

const isAllowed = createAddressPolicy({ allowCidrs: [] })

describe('the policy on addresses', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '169.253.255.255',
    '172.15.255.255',
    '172.32.0.0',
    '192.0.1.0',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450::1',
    '2001:4860:4860::8888',
    '::ffff:8.8.8.8',
    '::ffff:808:808',
    '64:ff9b::8.8.8.8',
  ])('allows the public address %s', (address) => {
    expect(isAllowed(address, 443)).toBe(true)
  })

  it.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.0',
    '10.255.255.255',
    '100.64.0.0',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.255',
    '169.254.169.254',
    '172.16.0.0',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.0.0',
    '192.168.255.255',
    '198.18.0.0',
    '198.19.255.255',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::2',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    '::ffff:0:127.0.0.1',
    'fc00::1',
    'fdff::1',
    'fe80::1',
    'febf::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '100::1',
    '2001:db8::1',
    '3fff::1',
    '5f00::1',
    '2001::1',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '2001:10::1',
    '2002:7f00:1::',
    '2002:808:808::1',
    '64:ff9b::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b::a00:1',
    '64:ff9b:1::8.8.8.8',
    'localhost',
    '',
    '127.1',
    '0x7f.0.0.1',
    '1.2.3.4.5',
    '1.1.1.1%eth0',
  ])('refuses %s', (address) => {
    expect(isAllowed(address, 443)).toBe(false)
  })

  it.each([22, 25, 3306, 6379, 8080, 0, Number.NaN])('refuses port %d of a public address', (port) => {
    expect(isAllowed('8.8.8.8', port)).toBe(false)
  })

  it('opens ranges on any port, and nothing beside them', () => {
    const opened = createAddressPolicy({ allowCidrs: ['127.0.0.0/8', '10.1.2.3', 'fd00:1234::/32'] })
    expect(opened('127.9.9.9', 3306)).toBe(true)
    expect(opened('::ffff:127.0.0.1', 25)).toBe(true)
    expect(opened('10.1.2.3', 8080)).toBe(true)
    expect(opened('fd00:1234:5678::1', 8080)).toBe(true)
    expect(opened('10.1.2.4', 443)).toBe(false)
    expect(opened('128.0.0.1', 8080)).toBe(false)
    expect(opened('fd00:1235::1', 443)).toBe(false)
    expect(opened('192.168.0.1', 443)).toBe(false)
  })

  it('opens ports of public addresses alone', () => {
    const opened = createAddressPolicy({ allowCidrs: [], allowPorts: [9000] })
    expect(opened('8.8.8.8', 9000)).toBe(true)
    expect(opened('127.0.0.1', 9000)).toBe(false)
  })

  it.each(['10.0.0.0/33', '10.0.0/8', 'fd00::/129', 'localhost', '10.0.0.0/-1', '10.0.0.0/', ''])(
    'cannot be made with the range %j',
    (range) => {
      expect(() => createAddressPolicy({ allowCidrs: [range] })).toThrow('Not an address range')
    },
  )
})
