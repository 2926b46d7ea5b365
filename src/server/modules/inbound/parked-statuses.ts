import type { PoolConnection, RowDataPacket } from 'mysql2/promise'
import type { WorkspaceId } from '../../../shared/ids.ts'
import * as lit from '../../platform/db/literals.ts'
import { climb } from '../messages/index.ts'
import type { GroupEffects } from './effects.ts'

/**
 * An echo (written on the phone's own app) may come after its delivery reports, which were parked.
 * Takes them over. Reports of our own sends never wait here: they carry our id.
 */
export async function settleParkedEchoes(
  connection: PoolConnection,
  workspaceId: WorkspaceId,
  effects: GroupEffects,
): Promise<void> {
  const workspace = lit.id(workspaceId)
  for (const echo of effects.newMessages) {
    if (echo.direction !== 'outbound') continue
    const where = `workspace_id = ${workspace} AND channel_id = ${lit.id(echo.channelId)} AND external_key = ${lit.text(echo.externalKey)}`
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT status, error, at FROM pending_statuses WHERE ${where} FOR UPDATE`,
    )
    if (rows.length === 0) continue
    let row = { ...echo, deliveredAt: null as Date | null, readAt: null as Date | null }
    for (const parked of rows) {
      const status = climb(row.status, parked['status'])
      row = { ...row, status: status as typeof row.status }
      if (parked['status'] === 'delivered') row.deliveredAt = parked['at']
      if (parked['status'] === 'read') row.readAt = parked['at']
    }
    effects.statusChanges.set(echo.id, { ...row, error: null })
    await connection.query(`DELETE FROM pending_statuses WHERE ${where}`)
  }
}
