import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import mysql, { type RowDataPacket } from 'mysql2/promise'
import { decodeStatements, type Statements } from './statements.ts'

/**
 * The least that answers a list: node:http, mysql2 and JSON of the rows. `GET /<case>/<variant>` runs
 * the statements that the product was seen to send for it, the first alone, the rest together.
 */
const { BARE_DATABASE_URL: uri = '', BARE_STATEMENTS: file = '' } = process.env
const cases = decodeStatements(readFileSync(file, 'utf8'))
const pool = mysql.createPool({ uri, timezone: 'Z', dateStrings: true, connectionLimit: 12 })

const server = createServer((request, response) => {
  const [, name = '', variant = '0'] = (request.url ?? '').split('/')
  const statements = cases[name]?.[Number(variant)] ?? []
  answer(statements).then(
    (body) => {
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      })
      response.end(body)
    },
    () => response.writeHead(500).end(),
  )
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))

async function answer([first, ...rest]: Statements): Promise<string> {
  const rows = first ? [await run(first)] : []
  rows.push(...(await Promise.all(rest.map(run))))
  return JSON.stringify(rows)
}

async function run({ text, values }: Statements[number]): Promise<unknown[]> {
  const [rows] = await pool.query<RowDataPacket[]>(text, values)
  for (const row of rows) {
    for (const name in row) if (Buffer.isBuffer(row[name])) row[name] = row[name].toString('hex')
  }
  return rows
}
