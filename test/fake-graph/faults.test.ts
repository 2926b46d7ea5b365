import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectControl } from './control/client.ts'
import { NOGAL_NUMBER } from './demo-data.ts'
import { givenFake, REGINA, textToRegina, type Setup } from './given.ts'

const { phoneNumberId, accessToken } = NOGAL_NUMBER
let setup: Setup

beforeEach(async () => {
  setup = await givenFake()
  setup.fake.control.openWindow({ phoneNumberId, from: REGINA })
})
afterEach(() => setup.close())

function requestOf(message: object): RequestInit {
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }
  return { method: 'POST', body: JSON.stringify(message), headers }
}

const opaque = { biz_opaque_callback_data: 'outbox:7' }
const countOfDoubles = () => setup.fake.control.sent().countByOpaque['outbox:7'] ?? 0

describe('a fault', () => {
  it('drops the connection before anything is recorded', async () => {
    setup.fake.control.addFault({ fault: { kind: 'drop-before-accept' }, count: 1 })
    await expect(setup.send(opaque)).rejects.toThrow('fetch failed')
    await setup.fake.control.settled()
    expect(countOfDoubles()).toBe(0)
    expect(setup.receiver.received).toEqual([])
    expect((await setup.send(opaque)).status).toBe(200)
  })

  it('loses the answer of a message that was recorded and is delivered, exactly once', async () => {
    setup.fake.control.addFault({ fault: { kind: 'accept-then-drop' }, count: 1 })
    await expect(setup.send(opaque)).rejects.toThrow('fetch failed')
    await setup.fake.control.settled()
    expect(countOfDoubles()).toBe(1)
    expect(setup.fake.control.sent().messages).toMatchObject([{ answered: false }])
    expect(setup.statuses()).toEqual(['sent', 'delivered'])
    await setup.send(opaque)
    expect(countOfDoubles()).toBe(2)
  })

  it('answers late a message that was recorded', async () => {
    setup.fake.control.addFault({ fault: { kind: 'accept-then-delay', delayMs: 60 } })
    const startedAt = performance.now()
    expect((await setup.send(opaque)).status).toBe(200)
    // Timers are exact to a millisecond only.
    expect(performance.now() - startedAt).toBeGreaterThan(58)
    expect(countOfDoubles()).toBe(1)
  })

  it('never answers and records nothing', async () => {
    setup.fake.control.addFault({ fault: { kind: 'hang' } })
    const client = new AbortController()
    const response = fetch(`${setup.fake.url}/v26.0/${phoneNumberId}/messages`, {
      ...requestOf(textToRegina()),
      signal: client.signal,
    })
    await expect.poll(() => setup.fake.control.calls(), { interval: 2 }).toMatchObject([{ outcome: 'hang' }])
    client.abort()
    await expect(response).rejects.toThrow('aborted')
    expect(setup.fake.control.sent().messages).toEqual([])
  })

  it('answers HTML, with or without having taken the message', async () => {
    const post = () =>
      fetch(`${setup.fake.url}/v26.0/${phoneNumberId}/messages`, requestOf({ ...textToRegina(), ...opaque }))
    setup.fake.control.addFault({ fault: { kind: 'http-500-html' }, count: 1 })
    setup.fake.control.addFault({ fault: { kind: 'http-500-html', status: 502, isAccepted: true }, count: 1 })
    const refused = await post()
    expect([refused.status, refused.headers.get('content-type'), countOfDoubles()]).toEqual([
      500,
      'text/html; charset=utf-8',
      0,
    ])
    expect([(await post()).status, countOfDoubles()]).toEqual([502, 1])
  })

  it.each([
    [130429, 400],
    [131056, 400],
    [80007, 400],
    [190, 401],
    [368, 403],
    [131047, 400],
  ])("refuses with %i and Meta's status %i", async (code, status) => {
    setup.fake.control.addFault({ fault: { kind: 'refuse', code } })
    expect(await setup.send(opaque)).toMatchObject({ status, body: { error: { code } } })
    expect(countOfDoubles()).toBe(0)
  })

  it('lets an accepted message fail later', async () => {
    setup.fake.control.addFault({ fault: { kind: 'fail-later', code: 130472 } })
    expect((await setup.send()).status).toBe(200)
    await setup.fake.control.settled()
    expect(setup.statuses()).toEqual(['failed'])
  })

  it('makes the whole host unreachable and back', async () => {
    await setup.fake.control.goOffline()
    await expect(setup.send()).rejects.toThrow('fetch failed')
    await setup.fake.control.comeBack()
    expect((await setup.send()).status).toBe(200)
  })
})

describe('a rule', () => {
  const outcomes = async (messages: object[]) => {
    const statuses: number[] = []
    for (const message of messages) statuses.push((await setup.send({ ...message })).status)
    return statuses
  }
  const refuse = { kind: 'refuse', code: 131056 } as const

  it('strikes the nth call, or so many calls', async () => {
    setup.fake.control.addFault({ fault: refuse, match: { nth: 2 } })
    expect(await outcomes([{}, {}, {}])).toEqual([200, 400, 200])
    setup.fake.control.clearFaults()
    setup.fake.control.addFault({ fault: refuse, count: 2 })
    expect(await outcomes([{}, {}, {}])).toEqual([400, 400, 200])
  })

  it('strikes one recipient in any spelling, or one opaque id', async () => {
    setup.fake.control.addFault({ fault: refuse, match: { recipient: '+52 1 33 0000 0112' } })
    expect(await outcomes([{}, { to: '+523300000121' }])).toEqual([400, 200])
    setup.fake.control.clearFaults()
    setup.fake.control.addFault({ fault: refuse, match: { opaque: 'outbox:7' } })
    expect(await outcomes([{}, opaque])).toEqual([200, 400])
  })

  it('strikes by chance, the same calls for the same seed', async () => {
    setup.fake.control.addFault({ fault: refuse, match: { probability: 0.5 } })
    const first = await outcomes(Array.from({ length: 12 }, () => ({})))
    await setup.close()
    setup = await givenFake()
    setup.fake.control.addFault({ fault: refuse, match: { probability: 0.5 } })
    expect(await outcomes(Array.from({ length: 12 }, () => ({})))).toEqual(first)
    expect(new Set(first).size).toBe(2)
  })

  it('can be set from another process', async () => {
    const remote = connectControl(setup.fake.phoneUrl)
    const id = await remote.addFault({ fault: refuse })
    expect(await outcomes([{}])).toEqual([400])
    await remote.removeFault({ id })
    expect(await outcomes([{}])).toEqual([200])
    expect((await remote.sent()).messages).toHaveLength(1)
    await expect(remote.thread({ phoneNumberId, from: {} })).rejects.toThrow(
      'A customer needs a waId or a bsuid',
    )
  })
})
