import mysql from 'mysql2/promise'
import * as lit from '../../src/server/platform/db/literals.ts'
import { newId } from '../../src/shared/ids.ts'

const ROWS = 20
const CONNECTIONS = 4
const TABLE = 'bare_messages'
const COLUMNS =
  'workspace_id,id,channel_id,thread_id,conversation_id,direction,origin,external_key,type,text,sent_at'
const TEXT =
  'hola buenas tardes quisiera saber si tienen disponible la mesa de nogal que vi en la página y cuánto cuesta'

/** The bare limit of storing messages: rows in a table with the same columns and indexes, and nothing else. */
export class BareInserts {
  private readonly pool: mysql.Pool
  private readonly threads = Array.from({ length: 5_000 }, () => lit.id(newId('thread')))
  private readonly workspaces = Array.from({ length: 20 }, () => lit.id(newId('workspace')))
  private serial = 0

  constructor(databaseUrl: string) {
    this.pool = mysql.createPool({ uri: databaseUrl, timezone: 'Z', connectionLimit: CONNECTIONS })
  }

  async open(): Promise<void> {
    await this.pool.query(`DROP TABLE IF EXISTS ${TABLE}`)
    await this.pool.query(`CREATE TABLE ${TABLE} LIKE messages`)
  }

  /** Transactions of 20 rows on 4 connections. @returns rows a second. */
  async run(seconds: number): Promise<number> {
    const started = performance.now()
    const deadline = started + seconds * 1000
    let rows = 0
    const client = async () => {
      const connection = await this.pool.getConnection()
      while (performance.now() < deadline) {
        await connection.query('BEGIN')
        await connection.query(this.insert())
        await connection.query('COMMIT')
        rows += ROWS
      }
      connection.release()
    }
    await Promise.all(Array.from({ length: CONNECTIONS }, client))
    return rows / ((performance.now() - started) / 1000)
  }

  async close(): Promise<void> {
    await this.pool.query(`DROP TABLE ${TABLE}`)
    await this.pool.end()
  }

  private insert(): string {
    const rows = Array.from({ length: ROWS }, () => {
      const n = this.serial++
      const thread = this.threads[(n * 7919) % this.threads.length] as lit.Sql
      return [
        this.workspaces[n % this.workspaces.length] as lit.Sql,
        lit.id(newId('message')),
        thread,
        thread,
        thread,
        lit.text('inbound'),
        lit.text('contact'),
        lit.text(`wamid.HBgNNTIxMzMwMDAwMDAxMRUCABIYFDNB${n.toString(36).padStart(16, '0')}`),
        lit.text('text'),
        lit.text(TEXT),
        lit.time(new Date()),
      ]
    })
    return lit.insertRows(TABLE, COLUMNS, rows)
  }
}
