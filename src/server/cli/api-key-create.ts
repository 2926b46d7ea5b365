import { zName } from '../../shared/contracts/z.ts'
import { createApiKey } from '../modules/accounts/index.ts'
import { textOf, type Command } from './command.ts'
import { withParts } from './parts.ts'
import { workspaceBySlug } from './workspace-by-slug.ts'

export const createApiKeyCommand: Command = {
  name: 'api-key create',
  summary: 'Makes a key with which a program uses the REST API of one workspace.',
  usage: '--workspace SLUG --name NAME',
  options: { workspace: { type: 'string' }, name: { type: 'string' } },
  required: ['workspace', 'name'],
  help: ['--workspace SLUG  the workspace', '--name NAME       what the key is for; shown in the settings'],
  optionOf: { '': 'name' },
  run: ({ values, surroundings }) =>
    withParts(surroundings, async ({ services }) => {
      const name = zName.parse(textOf(values, 'name'))
      const workspaceId = await workspaceBySlug(services.systemDb, textOf(values, 'workspace'))
      const { key } = await createApiKey(services.workspaceDb(workspaceId), { name })
      return { json: { key }, text: key, aside: 'Keep it now: it is shown this once.' }
    }),
}
