import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { connectControl } from '../../test/fake-graph/control/client.ts'
import type { PastThread } from '../../test/fake-graph/world/history.ts'

/** Older messages matter to nobody who plays the phone. */
const DAYS = 7

// From the few live channels inwards, whatever else the database holds.
const RECENT = `
  SELECT STRAIGHT_JOIN ch.external_account_id AS number, t.reply_address AS address, c.name, c.username,
    m.external_key AS wamid, m.direction, m.text, m.sent_at AS sentAt
  FROM channels ch
  JOIN threads t ON t.workspace_id = ch.workspace_id AND t.channel_id = ch.id
  JOIN contacts c ON c.workspace_id = t.workspace_id AND c.id = t.contact_id
  JOIN messages m ON m.workspace_id = t.workspace_id AND m.thread_id = t.id
  WHERE ch.active_key = 1 AND m.type = 'text' AND m.external_key IS NOT NULL
    AND m.sent_at > utc_timestamp() - INTERVAL ${DAYS} DAY
    AND (m.direction = 'inbound' OR m.status IN ('delivered', 'read', 'played'))
  ORDER BY m.sent_at, m.id`

/**
 * Gives the customers' phones the texts that the database already holds, so that the team can answer
 * them: a provider refuses to write to somebody whom it never heard of.
 */
export async function fillPhones({
  databaseUrl,
  phoneUrl,
}: {
  databaseUrl: string
  phoneUrl: string
}): Promise<void> {
  const control = connectControl(phoneUrl)
  for (const thread of await recentThreads(databaseUrl)) await control.remember(thread)
}

async function recentThreads(databaseUrl: string): Promise<PastThread[]> {
  const connection = await createConnection({ uri: databaseUrl, timezone: 'Z', charset: 'utf8mb4' })
  try {
    const [rows] = await connection.query<RowDataPacket[]>(RECENT)
    const threads = new Map<string, RowDataPacket[]>()
    for (const row of rows) {
      const key = `${row['number']} ${row['address']}`
      threads.set(key, [...(threads.get(key) ?? []), row])
    }
    return [...threads.values()].map(threadOf)
  } finally {
    await connection.end()
  }
}

function threadOf(rows: RowDataPacket[]): PastThread {
  const [first] = rows
  return {
    phoneNumberId: first?.['number'],
    from: personOf(first),
    messages: rows.map((row) => ({
      wamid: row['wamid'],
      author: row['direction'] === 'inbound' ? 'customer' : 'business',
      at: (row['sentAt'] as Date).getTime(),
      text: row['text'],
    })),
  }
}

/** An address is `phone:…`, or `bsuid:…` where the person hides the phone. */
function personOf(row: RowDataPacket | undefined): PastThread['from'] {
  const [kind, value = ''] = String(row?.['address']).split(/:(.*)/)
  const { name, username } = (row ?? {}) as { name?: string; username?: string | null }
  if (kind === 'phone') return { waId: value, name }
  return { bsuid: value, name, hidesPhone: true, ...(username && { username }) }
}
