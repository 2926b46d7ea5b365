import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { BufferJSON } from 'baileys'
import { restoreRecords } from '../signal/phone-cipher.ts'
import type { Account, ThreadMessage } from '../types.ts'
import type { World } from './world.ts'

interface SavedState {
  version: 1
  accounts: Account[]
  /** Signal sessions of each phone. */
  sessions: [string, [string, object][]][]
  threads: ThreadMessage[][]
  media: [string, Buffer][]
}

const SAVE_DELAY_MS = 300

/**
 * Keeps accounts, links, sessions, queues, chats and files in a JSON file across restarts. Faults and the
 * record of what was sent are lost.
 * @returns the function that writes what is not yet written and stops.
 */
export function keepInFile(world: World, path: string): () => void {
  if (existsSync(path))
    restore(world, JSON.parse(readFileSync(path, 'utf8'), BufferJSON.reviver) as SavedState)
  let timer: NodeJS.Timeout | undefined
  const save = () => {
    timer = undefined
    writeAtomically(path, JSON.stringify(stateOf(world), BufferJSON.replacer))
  }
  const stopListening = world.onChange(() => {
    timer ??= setTimeout(save, SAVE_DELAY_MS)
  })
  return () => {
    stopListening()
    clearTimeout(timer)
    save()
  }
}

function stateOf(world: World): SavedState {
  return {
    version: 1,
    accounts: world.accounts.all(),
    sessions: world.ciphers().map(([phone, cipher]) => [phone, cipher.serialize()]),
    threads: world.threads.all(),
    media: world.media.all(),
  }
}

function restore(world: World, state: SavedState): void {
  for (const account of state.accounts) {
    world.accounts.restore(account)
    for (const device of account.devices) for (const delivery of device.queue) delivery.isInFlight = false
  }
  for (const [phone, records] of state.sessions) {
    world.restoreCipher(world.accounts.get(phone), restoreRecords(records))
  }
  for (const message of state.threads.flat()) world.threads.add(message)
  for (const [path, bytes] of state.media) world.media.put(path, bytes)
}

/** A process that dies half-way must not leave half a file. */
function writeAtomically(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.tmp`, text)
  renameSync(`${path}.tmp`, path)
}
