import { describe, expect, it } from 'vitest'
import type { WorkspaceApi } from '../../../lib/workspace-api.ts'
import { changeAll, type Change } from './bulk-work.ts'

const ids = Array.from({ length: 250 }, (_, at) => `con_${at}`)

/** A server on which some records are gone; it is only asked which are there. */
function apiWithout(gone: ReadonlySet<string>): WorkspaceApi {
  const query = ({ ids: asked }: { ids: string[] }) =>
    Promise.resolve(asked.filter((id) => !gone.has(id)).map((id) => ({ id, version: 1 })))
  const api = {
    client: { tables: { contactsByIds: { query } } },
    queryClient: { setQueriesData: () => undefined },
  }
  return api as unknown as WorkspaceApi
}

/** Owners of the records, as the server would change them: all of a batch or nothing. */
function ledger(gone: ReadonlySet<string> = new Set(), refused?: string) {
  const owners = new Map(ids.map((id, at) => [id, at % 10 === 0 ? 'ana' : 'tomas']))
  const batches: number[] = []
  const change: Change = (part) => {
    if (part.some((id) => gone.has(id))) throw Object.assign(new Error('gone'), appError('NOT_FOUND'))
    if (refused && part.includes(refused)) throw Object.assign(new Error('no'), appError('FORBIDDEN'))
    batches.push(part.length)
    const before = part.filter((id) => owners.get(id) !== 'ana')
    for (const id of before) owners.set(id, 'ana')
    return Promise.resolve({
      changed: before.length,
      undo: async () => {
        for (const id of before) owners.set(id, 'tomas')
      },
    })
  }
  return { owners, batches, change }
}

/** As tRPC hands over what the server refused. */
const appError = (code: string) => ({ data: { app: { code, details: {}, requestId: 'r' } } })

describe('a change of many records', () => {
  it('goes by hundreds, tells how far it is, and adds up', async () => {
    const { batches, change } = ledger()
    const progress: number[] = []
    const result = await changeAll({
      api: apiWithout(new Set()),
      entity: 'contact',
      ids,
      change,
      onProgress: (done) => progress.push(done),
    })
    expect(batches).toEqual([100, 100, 50])
    expect(progress).toEqual([100, 200, 250])
    expect(result).toMatchObject({ changed: 225, unchanged: 25, gone: 0, failed: 0, error: null })
  })

  it('leaves out what is gone, and undoes all the rest', async () => {
    const gone = new Set(['con_3', 'con_120', 'con_10'])
    const { owners, change } = ledger(gone)
    const before = new Map(owners)
    const api = apiWithout(gone)
    const result = await changeAll({ api, entity: 'contact', ids, change, onProgress: () => undefined })
    expect(result).toMatchObject({ changed: 224, unchanged: 23, gone: 3, failed: 0 })
    await result.undo()
    expect(owners).toEqual(before)
  })

  it('stops where it is refused, says how many are left, and undoes what was done', async () => {
    const { owners, change } = ledger(new Set(), 'con_130')
    const before = new Map(owners)
    const api = apiWithout(new Set())
    const result = await changeAll({ api, entity: 'contact', ids, change, onProgress: () => undefined })
    expect(result).toMatchObject({ changed: 90, unchanged: 10, gone: 0, failed: 150 })
    expect(result.error?.code).toBe('FORBIDDEN')
    await result.undo()
    expect(owners).toEqual(before)
  })
})
