import type { Page } from '@playwright/test'
import { NOGAL } from './stack.ts'

export interface TestPipeline {
  id: string
  stages: { id: string; name: string }[]
}

interface NewDeal {
  title: string
  amount?: number
}

/** A pipeline of this test alone, with deals in its first stage: the one made first stands at the bottom. */
export async function newPipeline(page: Page, deals: readonly NewDeal[]): Promise<TestPipeline> {
  const name = `Prueba ${Date.now() % 1e8}`
  const [pipeline] = await calls<TestPipeline>(page, [['pipelines.create', { name }]])
  if (!pipeline) throw new Error('no pipeline was made')
  const stageId = pipeline.stages[0]?.id
  await calls(
    page,
    deals.map((deal) => ['deals.create', { ...deal, stageId }]),
  )
  return pipeline
}

/** Calls of the signed-in person, one after the other. */
function calls<T>(page: Page, all: [path: string, input: object][]): Promise<T[]> {
  return page.evaluate(
    async ({ wanted, slug }) => {
      const headers = { 'x-crm': '1', 'content-type': 'application/json' }
      const ask = async (path: string, init: RequestInit) => {
        const answer = (await (await fetch(`/trpc/${path}`, init)).json()) as {
          result?: { data: unknown }
          error?: unknown
        }
        if (!answer.result) throw new Error(JSON.stringify(answer.error))
        return answer.result.data
      }
      const me = (await ask('me.get', { headers })) as { workspaces: { id: string; slug: string }[] }
      const workspace = me.workspaces.find((each) => each.slug === slug)?.id ?? ''
      const answers: unknown[] = []
      for (const [path, input] of wanted)
        answers.push(
          await ask(path, {
            method: 'POST',
            headers: { ...headers, 'x-crm-workspace': workspace },
            body: JSON.stringify(input),
          }),
        )
      return answers as never[]
    },
    { wanted: all, slug: NOGAL },
  ) as Promise<T[]>
}
