import { ConfigError } from '../../config.ts'
import { KeyringError } from '../../platform/crypto/index.ts'
import type { Answer, Command, Surroundings } from '../command.ts'
import { migrationsFolder } from '../migrations-folder.ts'
import { withParts } from '../parts.ts'
import { examineChannels } from './channels.ts'
import { fail, ok, type Finding } from './check.ts'
import { examineDatabase } from './database.ts'
import { examinePublicUrl, examineRedis, examineStorage, examineWebhookSettings } from './surroundings.ts'

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'Looks at everything that the product depends on, and says how to mend what is wrong.',
  usage: '',
  options: {},
  help: ['Exits with 1 if something has failed; warnings alone leave it at 0.'],
  run: async ({ surroundings }) => answerOf(await examine(surroundings)),
}

async function examine(surroundings: Surroundings): Promise<Finding[]> {
  try {
    return await withParts(surroundings, async (parts, config) => {
      const database = await examineDatabase(parts.pools, migrationsFolder(surroundings, config))
      const canAsk = database.every((finding) => finding.state !== 'fail')
      return [
        ok('configuration', 'complete'),
        ...database,
        await examineStorage(config),
        await examineRedis(config),
        examinePublicUrl(config),
        ...examineWebhookSettings(config),
        ...(canAsk ? await examineChannels(parts) : []),
      ]
    })
  } catch (error) {
    if (error instanceof ConfigError || error instanceof KeyringError)
      return [
        fail('configuration', error.message, 'Mend the environment; .env.example explains every variable.'),
      ]
    throw error
  }
}

function answerOf(findings: readonly Finding[]): Answer {
  const isWell = findings.every((finding) => finding.state !== 'fail')
  const width = Math.max(...findings.map(({ name }) => name.length))
  const lines = findings.map(({ name, state, detail, mend }) => {
    const line = `${state.padEnd(4)}  ${name.padEnd(width)}  ${detail}`
    return mend ? `${line}\n      ${' '.repeat(width)}  → ${mend}` : line
  })
  return { json: { ok: isWell, checks: findings }, text: lines.join('\n'), exitCode: isWell ? 0 : 1 }
}
