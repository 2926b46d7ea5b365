import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSafeFetch, OutboundError } from './index.ts'
import { startTcpServer } from './net-test-servers.ts'
import type { SafeFetchOptions } from './safe-fetch.ts'

const fetch = createSafeFetch({ allowCidrs: ['127.0.0.0/8'], userAgent: 'crm-pro-tests' })
// More than the kernel buffers of both ends hold.
const LONG_BODY = Buffer.alloc(64 * 1024 * 1024, 'x')

const kindOf = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call
    return 'no failure'
  } catch (error) {
    if (error instanceof OutboundError) return error.kind
    throw error
  }
}

const post = (port: number, options: SafeFetchOptions = {}) =>
  fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{"a":1}', timeoutMs: 5000, ...options }).then(
    (answer) => answer.body(),
  )

/** Resets the connection once the head (and `bodyBytes` of the body) were read. */
const resetAfter =
  (bodyBytes: number) =>
  (socket: Socket): void => {
    let received = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      if (received.length < 65_536) received = Buffer.concat([received, chunk])
      const head = received.indexOf('\r\n\r\n')
      if (head !== -1 && received.length >= head + 4 + bodyBytes) socket.resetAndDestroy()
    })
  }

const closedPort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

describe('a request that cannot have arrived', () => {
  it('found nobody listening', async () => {
    expect(await kindOf(post(await closedPort()))).toBe('before-sent')
  })

  it('spoke TLS to a server that does not', async () => {
    const { port } = await startTcpServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    expect(await kindOf(fetch(`https://127.0.0.1:${port}/`, { method: 'POST', body: 'x' }))).toBe(
      'before-sent',
    )
  })

  it('was cut off when the server had accepted and the body was still on its way', async () => {
    const { port } = await startTcpServer((socket) => socket.resetAndDestroy())
    expect(await kindOf(post(port, { body: LONG_BODY }))).toBe('before-sent')
  })

  it('was cut off when the server had read the head and the body was still on its way', async () => {
    const { port } = await startTcpServer(resetAfter(0))
    expect(await kindOf(post(port, { body: LONG_BODY }))).toBe('before-sent')
  })

  it('was cut off in the middle of a streamed body', async () => {
    const { port } = await startTcpServer(resetAfter(10))
    const body = Readable.from(Array.from({ length: 1000 }, () => LONG_BODY.subarray(0, 65_536)))
    expect(await kindOf(post(port, { body }))).toBe('before-sent')
    expect(body.destroyed).toBe(true)
  })

  it('has a body that its own source broke off', async () => {
    const { port } = await startTcpServer(() => undefined)
    const body = new Readable({
      read() {
        this.push('a beginning')
        this.destroy(new Error('the file is gone'))
      },
    })
    expect(await kindOf(post(port, { body }))).toBe('before-sent')
  })

  it('waits for a reader that stopped reading', async () => {
    const { port } = await startTcpServer((socket) => socket.pause())
    expect(await kindOf(post(port, { body: LONG_BODY, timeoutMs: 150 }))).toBe('before-sent')
  })

  it('ran out of time while its host was looked up, and is not sent later', async () => {
    const server = await startTcpServer(() => undefined)
    let answer: (addresses: { address: string; family: number }[]) => void = () => undefined
    const resolve = () => new Promise<{ address: string; family: number }[]>((settle) => (answer = settle))
    const slowFetch = createSafeFetch({ allowCidrs: ['127.0.0.0/8'], userAgent: 'crm-pro-tests', resolve })
    const body = new Readable({ read: () => undefined })
    expect(
      await kindOf(slowFetch(`http://slow.test:${server.port}/`, { method: 'POST', body, timeoutMs: 50 })),
    ).toBe('before-sent')
    expect(body.destroyed).toBe(true)
    answer([{ address: '127.0.0.1', family: 4 }])
    // A second call over the same client shows that what was queued before it sent nothing.
    const received: string[] = []
    const probe = await startTcpServer((socket) => socket.on('data', (chunk) => received.push(String(chunk))))
    expect(await kindOf(fetch(`http://127.0.0.1:${probe.port}/`, { timeoutMs: 50 }))).toBe('timeout')
    expect(received.join('')).not.toContain('POST')
  })

  it('was given up by its caller before it began', async () => {
    const { port, connectionCount } = await startTcpServer(() => undefined)
    expect(await kindOf(post(port, { signal: AbortSignal.abort() }))).toBe('before-sent')
    expect(connectionCount()).toBe(0)
  })

  it.each([
    ['no address', () => Promise.resolve([])],
    ['an error', () => Promise.reject(new Error('ENOTFOUND'))],
  ])('names a host for which the resolver has %s', async (_, resolve) => {
    const lostFetch = createSafeFetch({ allowCidrs: [], userAgent: 'crm-pro-tests', resolve })
    expect(await kindOf(lostFetch('https://nowhere.test/', { method: 'POST', body: 'x' }))).toBe(
      'unresolvable',
    )
  })
})

describe('a request that may have arrived', () => {
  it('was small enough to be gone when the server reset the connection without reading', async () => {
    const { port } = await startTcpServer((socket) => {
      socket.pause()
      setImmediate(() => setImmediate(() => socket.resetAndDestroy()))
    })
    expect(await kindOf(post(port))).toBe('after-sent')
  })

  it('was read whole before the connection was reset', async () => {
    const { port } = await startTcpServer(resetAfter(7))
    expect(await kindOf(post(port))).toBe('after-sent')
  })

  it('was read whole before the connection was closed without an answer', async () => {
    const { port } = await startTcpServer((socket) => socket.once('data', () => socket.end()))
    expect(await kindOf(post(port))).toBe('after-sent')
  })

  it('was answered with something that is not HTTP', async () => {
    const { port } = await startTcpServer((socket) => socket.once('data', () => socket.end('SSH-2.0-x\r\n')))
    expect(await kindOf(post(port))).toBe('after-sent')
  })

  it('was answered with a body that breaks off', async () => {
    const { port } = await startTcpServer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc')),
    )
    expect(await kindOf(post(port))).toBe('after-sent')
  })

  it('was answered with a body that does not decode', async () => {
    const head = 'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 5\r\n\r\n'
    const { port } = await startTcpServer((socket) => socket.once('data', () => socket.end(`${head}hello`)))
    expect(await kindOf(post(port))).toBe('after-sent')
  })

  it('got no answer in time', async () => {
    const { port } = await startTcpServer((socket) => socket.resume())
    expect(await kindOf(post(port, { timeoutMs: 100 }))).toBe('timeout')
  })

  it('got an answer that trickled on past the deadline', async () => {
    const { port } = await startTcpServer((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
        const timer = setInterval(() => socket.write('1\r\na\r\n'), 10)
        socket.once('close', () => clearInterval(timer))
      })
    })
    expect(await kindOf(post(port, { timeoutMs: 150 }))).toBe('timeout')
  })

  it('was given up by its caller while it waited', async () => {
    const controller = new AbortController()
    const { port } = await startTcpServer((socket) => socket.once('data', () => controller.abort()))
    expect(await kindOf(post(port, { signal: controller.signal }))).toBe('after-sent')
  })

  it('went over a kept connection that the server reset at the second request', async () => {
    let requestCount = 0
    const { port, connectionCount } = await startTcpServer((socket) => {
      socket.on('data', () => {
        requestCount += 1
        if (requestCount === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
        else socket.resetAndDestroy()
      })
    })
    expect(await kindOf(post(port))).toBe('no failure')
    // undici takes a connection back one turn of the loop after its answer.
    await nextTurn()
    await nextTurn()
    expect(await kindOf(post(port))).toBe('after-sent')
    expect(connectionCount()).toBe(1)
  })
})

it('never calls a request unsent that the server has read whole', async () => {
  const sizes = fc.constantFrom(0, 1, 1000, 65_535, 65_536, 65_537, 200_000, 1_000_000)
  await fc.assert(
    fc.asyncProperty(
      sizes,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.boolean(),
      async (size, fraction, isStreamed) => {
        const cutAt = Math.floor(size * fraction)
        let wholeCount = 0
        const { port } = await startTcpServer((socket) => {
          let received = 0
          let headLength = -1
          socket.on('data', (chunk) => {
            if (headLength === -1) headLength = chunk.indexOf('\r\n\r\n') + 4
            received += chunk.length
            if (received - headLength === size) wholeCount += 1
            if (received - headLength >= cutAt) socket.resetAndDestroy()
          })
        })
        const bytes = LONG_BODY.subarray(0, size)
        const body = isStreamed
          ? Readable.from([bytes.subarray(0, cutAt), bytes.subarray(cutAt)].filter((part) => part.length > 0))
          : bytes
        const kind = await kindOf(
          post(port, { body, headers: isStreamed ? { 'content-length': String(size) } : {} }),
        )
        if (wholeCount > 0) expect(kind).toBe('after-sent')
        else expect(['before-sent', 'after-sent']).toContain(kind)
      },
    ),
    { numRuns: 80 },
  )
})
