import { describe, expect, it } from 'vitest'
import { createGuard, GuardError } from './index.ts'
import { VerdictCache } from './verdict-cache.ts'

const workspace = Buffer.alloc(16, 1)
const foreign = Buffer.alloc(16, 2)
const select = 'select * from contacts where workspace_id = ? and name = ?'
const guard = createGuard({ workspaceTables: new Set(['Contacts']) })

const errorOf = (work: () => void): GuardError => {
  try {
    work()
  } catch (error) {
    if (error instanceof GuardError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('the guard', () => {
  it('lets a statement through when its parameter is the workspace of the handle', () => {
    expect(() => guard.check(select, [workspace, 'Ana'], workspace)).not.toThrow()
    expect(() => guard.check(select, [new Uint8Array(workspace), 'Ana'], workspace)).not.toThrow()
  })

  it.each([
    ['another workspace', foreign],
    ['nothing', undefined],
    ['text that reads alike', workspace.toString('hex')],
    ['a part of the id', workspace.subarray(0, 8)],
    ['more than the id', Buffer.concat([workspace, workspace])],
    ['null', null],
  ])('stops a statement whose workspace parameter is %s', (_, value) => {
    expect(errorOf(() => guard.check(select, [value, 'Ana'], workspace)).reason).toContain('parameter 0')
  })

  it('looks at every row of an insert', () => {
    const insert = 'insert into contacts (name, workspace_id) values (?, ?), (?, ?)'
    guard.check(insert, ['a', workspace, 'b', workspace], workspace)
    expect(() => guard.check(insert, ['a', workspace, 'b', foreign], workspace)).toThrow(GuardError)
  })

  it.each([
    ['an object', { id: 1 }],
    ['raw SQL', { toSqlString: () => '1 or 1' }],
    ['an array', [1, 2]],
    ['a function', () => 1],
  ])('stops %s as a parameter, which the driver would expand into SQL', (_, value) => {
    expect(() => guard.check(select, [workspace, value], workspace)).toThrow(GuardError)
  })

  it('takes the scalars, bytes and dates that columns hold', () => {
    for (const value of ['a', 1, 2n, true, null, undefined, new Date(0), Buffer.from('x')]) {
      expect(() => guard.check(select, [workspace, value], workspace)).not.toThrow()
    }
  })

  it('stops everything when the handle itself has no valid id', () => {
    expect(() => guard.check(select, [Buffer.alloc(0), 'x'], Buffer.alloc(0))).toThrow(GuardError)
  })

  it('tells the reason and the head of the statement, and no value of it', () => {
    const sql = `select * from contacts where name = 'Ana Secret' and phone = 593999123456 and token = "it\\"s Secret" and a = ? ${'x'.repeat(500)}`
    const error = errorOf(() => guard.check(sql, ['param Secret'], workspace))
    expect(error.reason).toBe('contacts is not pinned to the workspace')
    expect(error.message).toContain('select * from contacts')
    expect(error.sqlHead.length).toBeLessThanOrEqual(200)
    expect(error.message).not.toMatch(/Secret|593999123456/)
  })
})

describe('the cache of verdicts', () => {
  const verdict = { ok: true, bindings: [] } as const
  const text = (index: number) => `select ${index}`

  it('stays within its bound and keeps what is asked for', () => {
    const cache = new VerdictCache({ capacity: 10, maxTextLength: 100 })
    cache.set('hot', verdict)
    for (let index = 0; index < 1000; index += 1) {
      cache.set(text(index), verdict)
      expect(cache.get('hot')).toBe(verdict)
      expect(cache.size).toBeLessThanOrEqual(10)
    }
    expect(cache.get(text(0))).toBeUndefined()
  })

  it('does not keep long texts', () => {
    const cache = new VerdictCache({ capacity: 10, maxTextLength: 5 })
    cache.set('123456', verdict)
    expect(cache.get('123456')).toBeUndefined()
  })

  it('gives the same verdict when it is asked again', () => {
    expect(guard.analyse(select)).toBe(guard.analyse(select))
  })
})
