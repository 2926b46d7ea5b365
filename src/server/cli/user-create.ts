import { createMember } from '../modules/accounts/index.ts'
import { ROLES, type Role } from '../../shared/permissions.ts'
import { optionalText, textOf, type Command } from './command.ts'
import { UsageError } from './failure.ts'
import { withParts } from './parts.ts'
import { passwordNote } from './password-note.ts'

export const createUserCommand: Command = {
  name: 'user create',
  summary: 'Adds a person to a workspace.',
  usage: '--workspace SLUG --email EMAIL --name NAME --role ROLE [--password PASSWORD]',
  options: {
    workspace: { type: 'string' },
    email: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    password: { type: 'string' },
  },
  required: ['workspace', 'email', 'name', 'role'],
  help: [
    '--workspace SLUG  the workspace',
    '--email EMAIL     somebody who has an account keeps name and password',
    '--name NAME',
    `--role ROLE       ${ROLES.join(', ')}`,
    '--password        at least 10 characters; made up and shown once if left out',
  ],
  optionOf: {
    'person.email': 'email',
    'person.name': 'name',
    'person.password': 'password',
    email: 'email',
    workspaceSlug: 'workspace',
    role: 'role',
  },
  run: ({ values, surroundings }) =>
    withParts(surroundings, async ({ services }) => {
      const email = textOf(values, 'email')
      const created = await createMember(services, {
        workspaceSlug: textOf(values, 'workspace'),
        role: roleOf(textOf(values, 'role')),
        person: { email, name: textOf(values, 'name'), password: optionalText(values, 'password') },
      })
      const { userId, workspaceId, generatedPassword } = created
      return {
        json: { user: { id: userId, email, generatedPassword }, workspace: { id: workspaceId } },
        text: [`${email} is a member (${userId}).`, ...passwordNote(email, generatedPassword)].join('\n'),
      }
    }),
}

function roleOf(text: string): Role {
  const role = ROLES.find((known) => known === text)
  if (role) return role
  throw new UsageError(`--role ${text} is none of ${ROLES.join(', ')}`, 'user create')
}
