import { createWorkspace } from '../modules/accounts/index.ts'
import { optionalText, textOf, type Command } from './command.ts'
import { withParts } from './parts.ts'
import { passwordNote } from './password-note.ts'

const DEFAULT_COUNTRY = 'MX'

export const createWorkspaceCommand: Command = {
  name: 'workspace create',
  summary: 'Makes a workspace with its owner.',
  usage: '--name NAME --slug SLUG --owner-email EMAIL --owner-name NAME [options]',
  options: {
    name: { type: 'string' },
    slug: { type: 'string' },
    'owner-email': { type: 'string' },
    'owner-name': { type: 'string' },
    'owner-password': { type: 'string' },
    country: { type: 'string', default: DEFAULT_COUNTRY },
  },
  required: ['name', 'slug', 'owner-email', 'owner-name'],
  help: [
    '--name NAME       what people call it',
    '--slug SLUG       its place in addresses: lower-case letters, digits, hyphens',
    '--owner-email E   who owns it; somebody who has an account keeps name and password',
    '--owner-name NAME',
    '--owner-password  at least 10 characters; made up and shown once if left out',
    `--country CC      currency, time zone and language; default ${DEFAULT_COUNTRY}`,
  ],
  optionOf: {
    'owner.email': 'owner-email',
    'owner.name': 'owner-name',
    'owner.password': 'owner-password',
    name: 'name',
    slug: 'slug',
    country: 'country',
  },
  run: ({ values, surroundings }) =>
    withParts(surroundings, async ({ services }) => {
      const email = textOf(values, 'owner-email')
      const created = await createWorkspace(services, {
        name: textOf(values, 'name'),
        slug: textOf(values, 'slug'),
        country: textOf(values, 'country'),
        owner: {
          email,
          name: textOf(values, 'owner-name'),
          password: optionalText(values, 'owner-password'),
        },
      })
      const { workspaceId, slug, ownerId, generatedPassword } = created
      return {
        json: { workspace: { id: workspaceId, slug }, owner: { id: ownerId, email, generatedPassword } },
        text: [
          `Workspace ${slug} is there (${workspaceId}).`,
          ...passwordNote(email, generatedPassword),
        ].join('\n'),
      }
    }),
}
