import { afterAll, beforeAll } from 'vitest'
import { describeAdapterContract } from '../../../../test/contract/adapter-suite.ts'
import { metaFixture, metaFixtureNames } from '../../../../test/contract/meta-fixtures.ts'
import { startScriptedServer, type ScriptedServer } from '../../../../test/contract/scripted-server.ts'
import { cloudAdapterAt, CONNECTION } from '../../../../test/contract/whatsapp-cloud.ts'

let server: ScriptedServer

beforeAll(async () => {
  server = await startScriptedServer()
})
afterAll(() => server.close())

describeAdapterContract('whatsapp_cloud', () => ({
  adapter: cloudAdapterAt(server.url),
  connection: CONNECTION,
  to: 'phone:16505551234',
  bodies: metaFixtureNames('wa_').map((name) => ({ name, body: metaFixture(name) })),
  shared: {
    body: metaFixture('wa_batch_multi_entry_multi_phone'),
    texts: { '106540352242922': 'Sheena', '209871234567890': 'Lucía' },
  },
  provider: {
    accept: () => server.reply({ json: metaFixture('response_wa_send_ok') }),
    acceptAndCut: () => server.reply('cut'),
    refuse: () => server.reply({ status: 400, json: metaFixture('response_wa_error_100_invalid_parameter') }),
    goAway: () => server.close(),
    messagesSeen: () => server.seen.filter((request) => request.path.endsWith('/messages')).length,
  },
}))
