import { readdirSync, readFileSync } from 'node:fs'

const FOLDER = new URL('../fixtures/meta/', import.meta.url)

/** One recorded or composed body of Meta, parsed. @param name without `.json` */
export function metaFixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'))
}

/** Names of the fixtures that begin so, without `.json`. */
export function metaFixtureNames(prefix: string): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.startsWith(prefix) && file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .toSorted()
}
