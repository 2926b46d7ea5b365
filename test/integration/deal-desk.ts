import { afterAll, beforeAll, beforeEach } from 'vitest'
import { countedTotals } from '../../src/server/modules/deals/totals.ts'
import { own, type WorkspaceDb } from '../../src/server/platform/db/workspace-db.ts'
import { dealTotals } from '../../src/server/schema/index.ts'
import type { PipelineDto } from '../../src/shared/contracts/pipelines.ts'
import { newId, type DealId, type StageId } from '../../src/shared/ids.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { givenWorkspace, type GivenWorkspace } from '../harness/given.ts'

type Api = GivenWorkspace['owner']['browser']['api']

/** A new workspace for each test, with what its owner does with deals. */
export class DealDesk {
  #app: TestApp | undefined
  workspace!: GivenWorkspace
  api!: Api
  db!: WorkspaceDb
  pipeline!: PipelineDto

  /** Bound to the hooks of the file that calls it. */
  static open(): DealDesk {
    const desk = new DealDesk()
    beforeAll(async () => {
      desk.#app = await startTestApp()
    })
    afterAll(() => desk.#app?.close())
    beforeEach(() => desk.#begin())
    return desk
  }

  async #begin(): Promise<void> {
    if (!this.#app) throw new Error('the app is not up')
    this.workspace = await givenWorkspace(this.#app)
    this.api = this.workspace.owner.browser.api
    this.db = this.#app.process.composed.services.workspaceDb(this.workspace.id)
    const [first] = (await this.api.pipelines.list.query({})).items
    if (!first) throw new Error('no pipeline')
    this.pipeline = first
  }

  stage(index: number): StageId {
    return this.pipeline.stages[index]?.id ?? newId('stage')
  }

  deal(title: string, more: object = {}) {
    return this.api.deals.create.mutate({ title, ...more })
  }

  async patch(id: DealId, change: object) {
    const { version } = await this.api.deals.get.query({ id })
    return this.api.deals.update.mutate({ id, version, ...change })
  }

  async column(index: number): Promise<string[]> {
    const board = await this.api.deals.board.query({ pipelineId: this.pipeline.id })
    return board.columns[index]?.items.map((card) => card.title) ?? []
  }

  /** The sums that are kept, and the sums as the deals themselves give them. */
  async bothTotals() {
    const shape = (row: {
      stageId: string
      status: string
      currency: string
      count: number
      amount: string
    }) => `${row.stageId} ${row.status} ${row.currency} ${row.count} ${BigInt(row.amount)}`
    const kept = await this.db.orm.select().from(dealTotals).where(own(this.db, dealTotals))
    return {
      kept: kept
        .filter((row) => row.count !== 0)
        .map(shape)
        .sort(),
      counted: (await countedTotals(this.db)).map(shape).sort(),
    }
  }
}
