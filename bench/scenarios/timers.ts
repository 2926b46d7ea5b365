import { setTimeout as pause } from 'node:timers/promises'
import * as lit from '../../src/server/platform/db/literals.ts'
import { newId, type TaskId, type UserId } from '../../src/shared/ids.ts'
import { count } from '../report.ts'
import { load } from '../stock/insert.ts'
import type { ListStock } from '../stock/lists.ts'
import { numberOf, type Bench } from '../world.ts'

const TARGET_SECONDS = 120
const MINUTE_MS = 60_000
const POLL_MS = 250
/** Reminders come this long before their task. */
const REMIND_MINUTES = 60

/** Reminders of one workspace, spread over one minute: how long until every bell has rung, once. */
export async function timers({ world, report, isQuick }: Bench, stock: ListStock): Promise<void> {
  const timerCount = isQuick ? 2_000 : 100_000
  report.begin('timers', `${count(timerCount)} reminders due within one minute`)
  const workspace = lit.id(stock.workspaceId)
  const rung = `SELECT COUNT(*) FROM notifications WHERE workspace_id = ${workspace} AND kind = 'task_due'`
  const waiting = `SELECT COUNT(*) FROM jobs WHERE workspace_id = ${workspace} AND name = 'tasks.remind'`
  const before = await numberOf(world, rung)
  // Far enough away that the first is not due while the last is still being written.
  const from = Date.now() + (isQuick ? 5_000 : 60_000)
  await loadTimers({ world, stock, timerCount, from })
  await pause(Math.max(0, from - Date.now()))
  while ((await numberOf(world, waiting)) > 0 && Date.now() < from + 10 * MINUTE_MS) await pause(POLL_MS)
  const seconds = (Date.now() - from) / 1000
  const told = (await numberOf(world, rung)) - before
  const twice = await numberOf(
    world,
    `SELECT COUNT(*) FROM (SELECT dedupe_key FROM notifications WHERE workspace_id = ${workspace} AND kind = 'task_due' GROUP BY dedupe_key HAVING COUNT(*) > 1) x`,
  )
  report.target({
    what: 'from the first due to the last rung',
    measured: `${seconds.toFixed(0)} s`,
    target: `≤ ${TARGET_SECONDS} s`,
    isMet: seconds <= TARGET_SECONDS && told === timerCount && twice === 0,
    conditions: `${count(told)} bells rung, ${count(twice)} twice`,
  })
}

async function loadTimers({
  world,
  stock,
  timerCount,
  from,
}: {
  world: Bench['world']
  stock: ListStock
  timerCount: number
  from: number
}): Promise<void> {
  const workspace = lit.id(stock.workspaceId)
  const ids = Array.from({ length: timerCount }, () => newId('task') as TaskId)
  const runAt = (index: number) => new Date(from + Math.floor((MINUTE_MS * index) / timerCount))
  const dueAt = (index: number) => new Date(runAt(index).getTime() + REMIND_MINUTES * MINUTE_MS)
  const connection = await world.connect()
  await load(connection, {
    table: 'tasks',
    columns: 'workspace_id,id,title,type,priority,assignee_id,time_zone,due_at,remind_minutes',
    count: timerCount,
    rowsOf: (index) => [
      [
        workspace,
        lit.id(ids[index] as TaskId),
        lit.text('Llamar'),
        lit.text('call'),
        lit.text('normal'),
        lit.id(stock.agents[index % stock.agents.length] as UserId),
        lit.text('UTC'),
        lit.time(dueAt(index)),
        lit.number(REMIND_MINUTES),
      ],
    ],
  })
  await load(connection, {
    table: 'jobs',
    columns: 'workspace_id,name,state,run_at,dedupe_key,payload',
    count: timerCount,
    rowsOf: (index) => {
      const taskId = ids[index] as TaskId
      const payload = { taskId, at: runAt(index).toISOString() }
      return [
        [
          workspace,
          lit.text('tasks.remind'),
          lit.text('ready'),
          lit.time(runAt(index)),
          lit.text(taskId),
          lit.json(payload),
        ],
      ]
    },
  })
  await connection.end()
}
