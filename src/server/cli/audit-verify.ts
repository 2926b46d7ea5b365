import { verifyAudit, type AuditVerdict } from '../modules/audit/index.ts'
import { workspaces } from '../schema/index.ts'
import type { WorkspaceId } from '../../shared/ids.ts'
import { optionalText, type Command, type Parts } from './command.ts'
import { withParts } from './parts.ts'
import { workspaceBySlug } from './workspace-by-slug.ts'

interface Finding extends AuditVerdict {
  workspace: string
}

export const verifyAuditCommand: Command = {
  name: 'audit verify',
  summary: 'Checks that nobody changed, removed or added rows of the audit log behind the product’s back.',
  usage: '[--workspace SLUG]',
  options: { workspace: { type: 'string' } },
  help: ['--workspace SLUG  only this workspace; without it all of them'],
  run: ({ values, surroundings, progress }) =>
    withParts(surroundings, async (parts) => {
      const findings: Finding[] = []
      for (const { slug, id } of await workspacesToCheck(parts, optionalText(values, 'workspace'))) {
        const verdict = await verifyAudit(parts.services.workspaceDb(id))
        progress(`${slug}: ${verdict.rows} rows`)
        findings.push({ workspace: slug, ...verdict })
      }
      const isWhole = findings.every(({ broken }) => broken === null)
      return {
        json: { ok: isWhole, workspaces: findings },
        text: textOf(findings),
        exitCode: isWhole ? 0 : 1,
      }
    }),
}

async function workspacesToCheck(
  { services }: Parts,
  slug: string | undefined,
): Promise<{ slug: string; id: WorkspaceId }[]> {
  if (slug !== undefined) return [{ slug, id: await workspaceBySlug(services.systemDb, slug) }]
  return services
    .systemDb('operator-cli')
    .select({ slug: workspaces.slug, id: workspaces.id })
    .from(workspaces)
    .orderBy(workspaces.slug)
}

function textOf(findings: readonly Finding[]): string {
  const broken = findings.flatMap(({ workspace, broken: at }) =>
    at ? [`${workspace}: row ${at.seq} is ${WORDS[at.reason]}`] : [],
  )
  if (broken.length > 0) return ['The audit log is broken.', ...broken].join('\n')
  const rows = findings.reduce((sum, finding) => sum + finding.rows, 0)
  return `The audit log is whole: ${rows} rows in ${findings.length} ${findings.length === 1 ? 'workspace' : 'workspaces'}.`
}

const WORDS = {
  missing: 'missing',
  changed: 'not what was written',
  added: 'beyond the end of the log',
} as const
