import { describe, expect, it } from 'vitest'
import { createSafeFetch, OutboundError } from './index.ts'
import { startHttpServer, startTcpServer } from './net-test-servers.ts'

const userAgent = 'crm-pro-tests'

// Each is tried with the port of a canary on 127.0.0.1; the port itself is allowed, so only the address can stop it.
const HOSTS = [
  '127.0.0.1',
  '127.0.0.2',
  '127.1',
  '127.0.1',
  '127.255.255.255',
  '0',
  '0.0.0.0',
  '0.0.0.1',
  '2130706433',
  '017700000001',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '0x7f.0x0.0x0.0x1',
  '127.0.0.01',
  '127.0.0.1.',
  '127.000.000.001',
  '１２７.０.０.１',
  '127。0。0。1',
  '127．0．0．1',
  '①②⑦.⓪.⓪.①',
  '%31%32%37.0.0.1',
  '127.0.0.0x1',
  'localhost',
  'localhost.',
  'LOCALHOST',
  'LocalHost.',
  'ⓛocalhost',
  'localhost%2e',
  'local\thost',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[0000::0001]',
  '[::127.0.0.1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:127.0.0.1]',
  '[::ffff:0:127.0.0.1]',
  '[::FFFF:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  '[2002:7f00:0001::1]',
  '[2001:0:7f00:1::]',
  '[2001:0000:4136:e378:8000:63bf:80ff:fffe]',
  '[fe80::1]',
  '[fc00::1]',
  '[fd12:3456::1]',
  '[fec0::1]',
  '[ff02::1]',
  '[2001:db8::1]',
  '[100::1]',
  '[::ffff:10.0.0.1]',
  '[::ffff:169.254.169.254]',
  '[64:ff9b::a9fe:a9fe]',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '169.254.169.254',
  '169.254.0.1',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.2.1',
  '192.168.0.1',
  '192.168.1',
  '3232235521',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
  // Names, through the resolver below.
  'private.test',
  'mapped.test',
  'six.test',
  'mixed.test',
  'mixed-six.test',
  'nat64.test',
  'zone.test',
  'nonsense.test',
  'metadata.test',
]
const WHOLE_URLS = [
  'file:///etc/passwd',
  'gopher://127.0.0.1/',
  'data:text/plain,hi',
  'ftp://127.0.0.1/',
  'ws://127.0.0.1/',
  'unix:/run/x.sock',
  'javascript:1',
  'about:blank',
  'blob:http://127.0.0.1/x',
  'http://user@127.0.0.1:PORT/',
  'http://user:pass@example.com/',
  'http://:pass@example.com/',
  'http://example.com:80@127.0.0.1:PORT/',
  'http://127.0.0.1:PORT#@example.com/',
  'http://127.0.0.1:PORT\\@example.com/',
  'http:127.0.0.1:PORT/',
  'http:/127.0.0.1:PORT/',
  'http:\\\\127.0.0.1:PORT\\',
  ' http://127.0.0.1:PORT/',
  'HTTP://127.0.0.1:PORT/',
  'http://[::1%25lo]:PORT/',
  'http://[fe80::1%eth0]/',
  'http://127.0.0.1:99999/',
  'http://',
  '',
  '//127.0.0.1/',
  '/etc/passwd',
  'http://8.8.8.8:22/',
  'https://8.8.8.8:3306/',
  'http://[2606:4700:4700::1111]:6379/',
  'http://8.8.8.8:0/',
]
const NAMES: Record<string, string[]> = {
  'private.test': ['127.0.0.1'],
  'mapped.test': ['::ffff:127.0.0.1'],
  'six.test': ['::1'],
  'mixed.test': ['8.8.8.8', '127.0.0.1'],
  'mixed-six.test': ['2606:4700:4700::1111', '8.8.8.8', '::1'],
  'nat64.test': ['64:ff9b::7f00:1'],
  'zone.test': ['fe80::1%lo'],
  'nonsense.test': ['not an address'],
  'metadata.test': ['169.254.169.254'],
  localhost: ['127.0.0.1', '::1'],
  'localhost.': ['127.0.0.1', '::1'],
}

const toAddresses = (texts: string[]) =>
  texts.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
const resolve = (hostname: string) => Promise.resolve(toAddresses(NAMES[hostname] ?? ['127.0.0.1']))

const kindOf = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call
    return 'no failure'
  } catch (error) {
    if (error instanceof OutboundError) return error.kind
    throw error
  }
}

const answerOnce = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nhi'

describe('addresses that lead inside', () => {
  it('are all refused without one connection', async () => {
    const canary = await startTcpServer((socket) => socket.end(answerOnce))
    const fetch = createSafeFetch({ allowCidrs: [], allowPorts: [canary.port], userAgent, resolve })
    const urls = [
      ...HOSTS.flatMap((host) => [`http://${host}:${canary.port}/`, `https://${host}:${canary.port}/x?y`]),
      ...WHOLE_URLS.map((url) => url.replace('PORT', String(canary.port))),
    ]
    expect(urls.length).toBeGreaterThan(80)
    for (const url of urls) expect(await kindOf(fetch(url, { timeoutMs: 2000 })), url).toBe('refused')
    expect(canary.connectionCount()).toBe(0)
  })

  it('are refused as targets of a redirect without one connection', async () => {
    const canary = await startTcpServer((socket) => socket.end(answerOnce))
    let target = ''
    const origin = await startHttpServer((_, response) => {
      response.writeHead(302, { location: target }).end()
    }, '127.0.0.2')
    // 127.0.0.2 plays the public server.
    const fetch = createSafeFetch({
      allowCidrs: ['127.0.0.2/32'],
      allowPorts: [canary.port],
      userAgent,
      resolve,
    })
    for (const host of HOSTS.filter((name) => name !== '127.0.0.2')) {
      target = encodeURI(`http://${host}:${canary.port}/`)
        .replaceAll('%25', '%')
        .replaceAll('%5B', '[')
        .replaceAll('%5D', ']')
      expect(await kindOf(fetch(`${origin}/`, { timeoutMs: 2000 })), target).toBe('refused')
    }
    expect(canary.connectionCount()).toBe(0)
  })

  it('are reached when a range opens them, which shows that the canary sings', async () => {
    const canary = await startTcpServer((socket) => socket.end(answerOnce))
    const fetch = createSafeFetch({ allowCidrs: ['127.0.0.0/8'], userAgent, resolve })
    expect(await kindOf(fetch(`http://127.0.0.1:${canary.port}/`))).toBe('no failure')
    expect(await kindOf(fetch(`http://private.test:${canary.port}/`))).toBe('no failure')
    expect(canary.connectionCount()).toBe(2)
  })
})

describe('a name that changes its address', () => {
  it('is connected to where it was checked, by one look-up', async () => {
    const canary = await startTcpServer((socket) => socket.end(answerOnce))
    const allowed = await startTcpServer((socket) => socket.end(answerOnce), '127.0.0.2')
    const answers = ['127.0.0.2', '127.0.0.1']
    let lookUpCount = 0
    const flip = () => Promise.resolve(toAddresses([answers[lookUpCount++] ?? '127.0.0.1']))
    const fetch = createSafeFetch({
      allowCidrs: ['127.0.0.2/32'],
      allowPorts: [canary.port],
      userAgent,
      resolve: flip,
    })
    expect(await kindOf(fetch(`http://flip.test:${allowed.port}/`).then((answer) => answer.body()))).toBe(
      'no failure',
    )
    expect(lookUpCount).toBe(1)
    expect(await kindOf(fetch(`http://flip.test:${allowed.port}/`))).toBe('refused')
    expect(await kindOf(fetch(`http://flip.test:${canary.port}/`))).toBe('refused')
    expect(canary.connectionCount()).toBe(0)
    expect(allowed.connectionCount()).toBe(1)
  })
})
