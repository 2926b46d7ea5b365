import { afterAll, beforeAll, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../../test/harness/app.ts'
import { givenRest } from '../../../../test/harness/rest.ts'
let app: TestApp
const logs: string[] = []
beforeAll(async () => { app = await startTestApp({ logTo: (l) => { logs.push(l) } }) })
afterAll(() => app.close())
it('x', async () => {
  const g = await givenRest(app)
  await g.customerWrites('hola')
  const a = await g.rest.get('/contacts?query=regin')
  console.log(a.status, JSON.stringify(a.body), logs.filter(l => l.includes('failed')).join('\n').slice(0, 3000))
})
