import { createConnection, type Connection } from 'mysql2/promise'

const CONNECT_TIMEOUT_MS = 2_000
const NAME = /^[A-Za-z0-9_]{1,64}$/

/** The same server with this database as the default one. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.toString()
}

/** Creates the database if it is missing. @returns its URL. */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  await onServer(serverUrl, (connection) =>
    connection.query(
      `CREATE DATABASE IF NOT EXISTS ${quoted(name)} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci`,
    ),
  )
  return databaseUrl(serverUrl, name)
}

export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await onServer(serverUrl, (connection) => connection.query(`DROP DATABASE IF EXISTS ${quoted(name)}`))
}

/** Names of the databases that begin with the prefix. */
export async function listDatabases(serverUrl: string, prefix: string): Promise<string[]> {
  return onServer(serverUrl, async (connection) => {
    const [rows] = await connection.query(
      'SELECT schema_name AS name FROM information_schema.schemata WHERE left(schema_name, ?) = ?',
      [prefix.length, prefix],
    )
    return (rows as { name: string }[]).map((row) => row.name)
  })
}

/** The server's version text, or null while it does not answer. */
export async function serverVersion(serverUrl: string): Promise<string | null> {
  try {
    return await onServer(serverUrl, async (connection) => {
      const [rows] = await connection.query('SELECT version() AS version')
      return (rows as { version: string }[])[0]?.version ?? null
    })
  } catch {
    return null // starting, recovering or gone: the caller has the deadline and the engine's log
  }
}

/** Runs `work` on a short-lived connection without a default database. */
export async function onServer<T>(
  serverUrl: string,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const url = new URL(serverUrl)
  url.pathname = '/'
  const connection = await createConnection({ uri: url.toString(), connectTimeout: CONNECT_TIMEOUT_MS })
  try {
    return await work(connection)
  } finally {
    connection.destroy()
  }
}

function quoted(name: string): string {
  if (!NAME.test(name)) throw new Error(`Not a plain database name: ${name}`)
  return `\`${name}\``
}
