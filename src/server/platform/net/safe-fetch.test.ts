import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { startHttpServer, startTcpServer } from './net-test-servers.ts'
import { createSafeFetch, OutboundError, type SafeFetch } from './index.ts'

const userAgent = 'crm-pro-tests'
const openFetch = createSafeFetch({ allowCidrs: ['127.0.0.0/8'], userAgent })

const failureOf = async (call: Promise<unknown>): Promise<OutboundError> => {
  try {
    await call
  } catch (error) {
    if (error instanceof OutboundError) return error
    throw error
  }
  throw new Error('the call did not fail')
}

describe('a call', () => {
  it('sends method, headers and body, and gives status, headers and body', async () => {
    const origin = await startHttpServer(async (request, response) => {
      const echo = {
        method: request.method,
        url: request.url,
        headers: request.headers,
        body: await text(request),
      }
      response.writeHead(201, { 'X-Answer': 'yes', 'set-cookie': ['a=1', 'b=2'] }).end(JSON.stringify(echo))
    })
    const answer = await openFetch(`${origin}/a/b?c=d#e`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: 'hola ñ',
    })
    expect(answer.status).toBe(201)
    expect(answer.headers).toMatchObject({ 'x-answer': 'yes', 'set-cookie': 'a=1, b=2' })
    expect(JSON.parse(String(await answer.body()))).toMatchObject({
      method: 'POST',
      url: '/a/b?c=d',
      body: 'hola ñ',
      headers: { 'user-agent': userAgent, 'content-type': 'text/plain', 'content-length': '7' },
    })
  })

  it.each([
    ['a buffer', () => Buffer.from('abc'), '3'],
    ['many bytes', () => Buffer.alloc(300_000, 'x'), '300000'],
    ['a stream of known length', () => Readable.from([Buffer.from('ab'), Buffer.from('c')]), '3'],
    ['an empty text', () => '', '0'],
  ])('sends %s whole', async (_, makeBody, length) => {
    const origin = await startHttpServer(async (request, response) => {
      response.end(
        JSON.stringify({ length: request.headers['content-length'], size: (await text(request)).length }),
      )
    })
    const answer = await openFetch(origin, {
      method: 'POST',
      body: makeBody(),
      headers: { 'content-length': length },
    })
    expect(JSON.parse(String(await answer.body()))).toEqual({ length, size: Number(length) })
  })

  it('sends a stream of unknown length in chunks', async () => {
    const origin = await startHttpServer(async (request, response) => {
      response.end(`${request.headers['transfer-encoding']} ${await text(request)}`)
    })
    const answer = await openFetch(origin, {
      method: 'PUT',
      body: Readable.from([Buffer.from('ab'), Buffer.from('c')]),
    })
    expect(String(await answer.body())).toBe('chunked abc')
  })

  it('streams the answer', async () => {
    const origin = await startHttpServer((_, response) => {
      response.write('one ')
      response.end('two')
    })
    expect(await text((await openFetch(origin)).stream)).toBe('one two')
  })

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('decodes %s and tells no length that is not true', async (encoding, compress) => {
    const body = compress('hola '.repeat(100))
    const origin = await startHttpServer((_, response) => {
      response.writeHead(200, { 'content-encoding': encoding, 'content-length': body.length }).end(body)
    })
    const answer = await openFetch(origin)
    expect(answer.headers).not.toHaveProperty('content-encoding')
    expect(answer.headers).not.toHaveProperty('content-length')
    expect(String(await answer.body())).toBe('hola '.repeat(100))
  })

  it.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ])('takes a %s answer %d, which has no body to decode', async (method, status) => {
    const origin = await startHttpServer((_, response) => {
      response.writeHead(status, { 'content-encoding': 'gzip' }).end()
    })
    const answer = await openFetch(origin, { method })
    expect(answer.status).toBe(status)
    expect((await answer.body()).length).toBe(0)
  })

  it.each([
    ['a host of its own', { Host: 'other.example' }],
    ['a header with a line break', { 'x-a': 'b\r\nx-c: d' }],
    ['a header name with a blank', { 'x a': 'b' }],
    ['its own framing', { 'transfer-encoding': 'chunked' }],
  ])('is refused with %s', async (_, headers) => {
    const server = await startTcpServer(() => undefined)
    const failure = await failureOf(
      openFetch(`http://127.0.0.1:${server.port}/`, { method: 'POST', body: 'x', headers }),
    )
    expect(failure.kind).toBe('refused')
    expect(server.connectionCount()).toBe(0)
  })
})

describe('limits on the answer', () => {
  const endless = (fetch: SafeFetch, origin: string, maxBytes: number) =>
    failureOf(fetch(origin, { maxBytes }).then((answer) => answer.body()))

  it('stops at a declared length without reading', async () => {
    const origin = await startHttpServer((_, response) => {
      response.writeHead(200, { 'content-length': 1001 })
      response.flushHeaders()
    })
    expect((await failureOf(openFetch(origin, { maxBytes: 1000 }))).kind).toBe('too-large')
  })

  it('stops in the middle of an endless body', async () => {
    let sent = 0
    const origin = await startHttpServer((_, response) => {
      const more = (): void => {
        sent += 1
        if (!response.destroyed) response.write(Buffer.alloc(10_000), more)
      }
      more()
    })
    expect((await endless(openFetch, origin, 100_000)).kind).toBe('too-large')
    expect(sent).toBeLessThan(2000)
  })

  it('stops a bomb that is small on the wire', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000))
    const origin = await startHttpServer((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
    })
    expect(bomb.length).toBeLessThan(100_000)
    expect((await endless(openFetch, origin, 100_000)).kind).toBe('too-large')
  })

  it('takes a body of exactly the limit', async () => {
    const origin = await startHttpServer((_, response) => {
      response.end(Buffer.alloc(1000))
    })
    const answer = await openFetch(origin, { maxBytes: 1000 })
    expect((await answer.body()).length).toBe(1000)
  })
})

describe('redirects', () => {
  const redirect = (to: string, status = 302) =>
    startHttpServer((_, response) => {
      response.writeHead(status, { location: to }).end('moved')
    })
  const echoHeaders = () =>
    startHttpServer((request, response) => {
      response.end(JSON.stringify(request.headers))
    })

  it('are followed three times and no more', async () => {
    const origin = await startHttpServer((request, response) => {
      const step = Number(request.url?.slice(1))
      if (step === 0) response.end('arrived')
      else response.writeHead(307, { location: `/${step - 1}` }).end()
    })
    expect(String(await (await openFetch(`${origin}/3`)).body())).toBe('arrived')
    expect((await failureOf(openFetch(`${origin}/4`))).kind).toBe('refused')
    expect((await failureOf(openFetch(`${origin}/9`, { maxRedirects: 99 }))).kind).toBe('refused')
    expect((await failureOf(openFetch(`${origin}/2`, { maxRedirects: 1 }))).kind).toBe('refused')
  })

  it('keep the secrets of a request from another origin', async () => {
    const origin = await redirect(`${await echoHeaders()}/`)
    const headers = { Authorization: 'Bearer a', Cookie: 'b', 'X-Api-Key': 'c', Accept: 'text/html' }
    const seen = JSON.parse(String(await (await openFetch(origin, { headers })).body())) as Record<
      string,
      string
    >
    expect(seen).toMatchObject({ accept: 'text/html', 'user-agent': userAgent })
    expect(seen).not.toHaveProperty('authorization')
    expect(seen).not.toHaveProperty('cookie')
    expect(seen).not.toHaveProperty('x-api-key')
  })

  it('keep the headers on the same origin', async () => {
    const origin = await startHttpServer((request, response) => {
      if (request.url === '/start') response.writeHead(301, { location: '/end' }).end()
      else response.end(request.headers.authorization)
    })
    expect(
      String(await (await openFetch(`${origin}/start`, { headers: { authorization: 'Bearer a' } })).body()),
    ).toBe('Bearer a')
  })

  it('are handed to the caller who asks for none, and to one who posts', async () => {
    const origin = await redirect('http://10.0.0.1/')
    expect(await openFetch(origin, { maxRedirects: 0 })).toMatchObject({
      status: 302,
      headers: { location: 'http://10.0.0.1/' },
    })
    expect(await openFetch(origin, { method: 'POST', body: 'x' })).toMatchObject({ status: 302 })
  })

  it.each([
    'http://10.0.0.1/',
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
    'http://a:b@127.0.0.1/',
    'http://',
    'gopher://127.0.0.1/',
  ])('to %s are refused', async (target) => {
    expect((await failureOf(openFetch(await redirect(target)))).kind).toBe('refused')
  })
})
