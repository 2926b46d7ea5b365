import { createApiKeyCommand } from './api-key-create.ts'
import { verifyAuditCommand } from './audit-verify.ts'
import type { Command } from './command.ts'
import { doctorCommand } from './doctor/index.ts'
import { migrateCommand } from './migrate.ts'
import { seedCommand } from './seed.ts'
import { createUserCommand } from './user-create.ts'
import { createWorkspaceCommand } from './workspace-create.ts'

export const COMMANDS: readonly Command[] = [
  createWorkspaceCommand,
  createUserCommand,
  createApiKeyCommand,
  migrateCommand,
  doctorCommand,
  seedCommand,
  verifyAuditCommand,
]
