import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cliEnv, crm, demoNumbers } from '../../../../test/harness/cli.ts'
import { createScratchDatabase } from '../../../../test/harness/database.ts'
import { startFakeGraph, type FakeGraph } from '../../../../test/fake-graph/fake-graph.ts'
import { compose } from '../../compose.ts'
import { readConfig } from '../../config.ts'
import type { Intake } from '../../modules/inbound/index.ts'
import { createLogger } from '../../platform/log/index.ts'
import { DENTAL } from '../people.ts'
import { Calendar } from '../plan/calendar.ts'
import { stepsOf } from '../plan/steps.ts'
import { Story } from '../plan/story.ts'
import { dentalStories } from '../stories/index.ts'
import { fillWorkspace } from './fill.ts'

const NOW = new Date('2026-11-23T18:00:00Z')
const when = new Calendar(NOW, DENTAL.utcOffsetHours)
/** Resolved, and open again: to resolve it once more would be wrong. */
const reopened = new Story({
  key: 'reopened',
  channel: 'dental',
  contact: { name: 'Nidia Peña', phone: '573000000299' },
  from: when.at(4, '09:00'),
})
  .says('¿Ya quedó mi cita?')
  .assigned('yuliana', 'paula')
  .answers('yuliana', 'Sí, señora, el jueves a las 3.')
  .resolved('yuliana')
  .wait(30)
  .says('¿Y me la puede cambiar para el viernes?')
const steps = stepsOf([...dentalStories(when), reopened])

let fake: FakeGraph
beforeAll(async () => {
  fake = await startFakeGraph()
})
afterAll(() => fake.close())

/** Fills a new database, with a process that dies after each given number of inbound items, and tells what is there. */
async function filled(deaths: readonly number[]) {
  const scratch = await createScratchDatabase()
  const env = cliEnv(scratch.url, {
    META_GRAPH_URL: fake.url,
    STORAGE_DIR: mkdtempSync(join(tmpdir(), 'crm-fill-')),
  })
  await crm(env, 'migrate')
  const parts = compose(readConfig(env), createLogger({ level: 'silent' }))
  await parts.jobs.stop()
  const filling = { crm: null, workspace: DENTAL, steps, password: 'a long password', numbers: demoNumbers() }
  try {
    for (const after of deaths) {
      const mortal = { ...parts, intake: dyingAfter(parts.intake, after) }
      await expect(fillWorkspace(mortal, filling)).rejects.toThrow('died')
    }
    const written = await fillWorkspace(parts, filling)
    expect(await fillWorkspace(parts, { ...filling, numbers: undefined })).toBe(0)
    return { written, ...(await contentsOf(scratch.url)) }
  } finally {
    await parts.stop()
    await scratch.drop()
  }
}

function dyingAfter(intake: Intake, items: number): Intake {
  let left = items
  return Object.assign(Object.create(intake) as Intake, {
    accept: (item: Parameters<Intake['accept']>[0]) =>
      left-- > 0 ? intake.accept(item) : Promise.reject(new Error('died')),
  })
}

async function contentsOf(url: string) {
  const database = await createConnection({ uri: url, timezone: 'Z' })
  const rows = async (sql: string) => (await database.query<RowDataPacket[]>(sql))[0]
  const contents = {
    messages: await rows(
      `SELECT m.direction, m.type, m.text, m.status, m.sent_at, m.delivered_at, m.read_at, m.external_key, u.email AS author
       FROM messages m LEFT JOIN users u ON u.id = m.author_id ORDER BY m.sent_at, m.external_key, m.client_token`,
    ),
    conversations: await rows(
      `SELECT c.number, c.status, c.unread_count, c.waiting_since, c.first_reply_at, c.resolved_at, c.last_message_at, c.preview,
         c.created_at, c.version, p.name, p.created_at AS known, u.email AS assignee
       FROM conversations c JOIN contacts p ON p.id = c.contact_id LEFT JOIN users u ON u.id = c.assignee_id ORDER BY c.number`,
    ),
    files: await rows('SELECT kind, state, size, sha256, file_name FROM attachments ORDER BY id'),
    left: await rows(
      "SELECT (SELECT COUNT(*) FROM jobs) AS jobs, (SELECT COUNT(*) FROM receipts WHERE state <> 'done') AS receipts",
    ),
  }
  await database.end()
  return contents
}

it('goes on where a run broke off, and ends with the same rows', async () => {
  const { written, ...whole } = await filled([])
  expect(written).toBe(steps.length)
  const { written: rest, ...mended } = await filled([1, 0, 4, 6])
  expect(rest).toBeLessThan(steps.length)
  expect(mended).toEqual(whole)
}, 60_000)
