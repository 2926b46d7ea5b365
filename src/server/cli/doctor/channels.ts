import { eq } from 'drizzle-orm'
import type { CredentialCheck } from '../../../shared/contracts/channels.ts'
import type { ChannelAdapter } from '../../adapters/contract/index.ts'
import type { LiveChannel } from '../../modules/channels/index.ts'
import { channels, workspaces } from '../../schema/index.ts'
import type { Parts } from '../command.ts'
import { reasonOf } from '../failure.ts'
import { fail, ok, warn, type Finding } from './check.ts'

const DAY_MS = 86_400_000
/** A number that hears nothing for so long has more likely lost its webhooks than its customers. */
const SILENT_DAYS = 7

type LiveRow = Awaited<ReturnType<typeof liveChannels>>[number]

/** The key first, since without it no channel can be asked; then every connected channel. */
export async function examineChannels(parts: Parts): Promise<Finding[]> {
  const rows = await liveChannels(parts)
  const opened: { row: LiveRow; live: LiveChannel }[] = []
  const sealed: Finding[] = []
  for (const row of rows) {
    try {
      const live = await parts.directory.byId(row.id)
      if (live) opened.push({ row, live })
    } catch (error) {
      sealed.push(sealedFinding(row, error))
    }
  }
  const key = sealed.length > 0 ? sealed : [ok('encryption key', keyDetail(opened.length))]
  const asked = await Promise.all(
    opened.map(async ({ row, live }) => [await tokenFinding(parts, row, live), webhookFinding(parts, row)]),
  )
  return [...key, ...asked.flat()]
}

function liveChannels({ services }: Parts) {
  return services
    .systemDb('operator-cli')
    .select({
      id: channels.id,
      name: channels.name,
      workspace: workspaces.slug,
      health: channels.health,
      lastInboundAt: channels.lastInboundAt,
    })
    .from(channels)
    .innerJoin(workspaces, eq(workspaces.id, channels.workspaceId))
    .where(eq(channels.activeKey, 1))
    .orderBy(workspaces.slug, channels.createdAt)
}

const nameOf = (row: LiveRow) => `${row.workspace} / ${row.name}`

function keyDetail(count: number): string {
  return count === 0
    ? 'is well formed; no channel is connected to try it on'
    : `opens the credentials of ${count} channels`
}

function sealedFinding(row: LiveRow, error: unknown): Finding {
  const mend =
    'Put the key that sealed it back into DATA_ENCRYPTION_KEY (k2:new,k1:old), or connect the channel again.'
  return fail('encryption key', `${nameOf(row)}: ${reasonOf(error)}`, mend)
}

async function tokenFinding({ services }: Parts, row: LiveRow, live: LiveChannel): Promise<Finding> {
  const adapter = services.adapters[live.kind] as unknown as ChannelAdapter
  const checks = await adapter.check(live.credentials as never)
  const refused = checks.filter((check) => check.state === 'failed' && !isUnanswered(check))
  if (refused.length > 0) {
    const reasons = refused.map(({ field, reason }) => `${field} ${reason ?? 'refused'}`).join(', ')
    const mend = 'Connect the channel again with a token that does not expire (a system user’s).'
    return fail(nameOf(row), `the provider refuses: ${reasons}`, mend)
  }
  return checks.some(isUnanswered)
    ? warn(
        nameOf(row),
        'the provider does not answer',
        'Look at META_GRAPH_URL and at the way out of this machine.',
      )
    : ok(nameOf(row), 'the provider accepts the token')
}

const isUnanswered = (check: CredentialCheck) => check.reason === 'provider_unreachable'

function webhookFinding({ services }: Parts, row: LiveRow): Finding {
  const name = `${nameOf(row)}, webhooks`
  const url = `${services.config.publicUrl}/webhooks/meta`
  const { problem } = row.health
  if (problem?.reason === 'verify_token_mismatch' || problem?.reason === 'signature_mismatch')
    return fail(
      name,
      `${problem.reason} at ${problem.at}`,
      'Set the same verify token and app secret here and in Meta’s console.',
    )
  if (!row.lastInboundAt)
    return warn(name, 'none came yet', `Point Meta's console at ${url} and write to the number from a phone.`)
  const days = Math.floor((services.now().getTime() - row.lastInboundAt.getTime()) / DAY_MS)
  const detail = `the last one came ${row.lastInboundAt.toISOString()}`
  if (days < SILENT_DAYS) return ok(name, detail)
  return warn(
    name,
    detail,
    `Write to the number from a phone. If nothing comes, Meta's console shows what ${url} answered.`,
  )
}
