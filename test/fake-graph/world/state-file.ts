import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { StoredMedia } from './media-store.ts'
import type { Subscription } from './registry.ts'
import type { BusinessNumber, Customer, Thread } from '../types.ts'
import type { World } from './world.ts'

interface SavedState {
  version: 1
  numbers: BusinessNumber[]
  subscriptions: [string, Subscription][]
  customers: Customer[]
  threads: Thread[]
  media: (Omit<StoredMedia, 'bytes'> & { bytes: string })[]
}

const SAVE_DELAY_MS = 300

/**
 * Keeps people, threads, media and subscriptions in a JSON file across restarts. Statuses and webhooks
 * that were under way are lost, as is everything control configured.
 * @returns the function that writes what is not yet written and stops.
 */
export function keepInFile(world: World, path: string): () => void {
  if (existsSync(path)) restore(world, JSON.parse(readFileSync(path, 'utf8')) as SavedState)
  let timer: NodeJS.Timeout | undefined
  const save = () => {
    timer = undefined
    writeAtomically(path, JSON.stringify(stateOf(world)))
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
    numbers: world.registry.numbers(),
    subscriptions: [...world.registry.subscriptions],
    customers: world.customers.all(),
    threads: world.threads.all(),
    media: world.media.all().map((media) => ({ ...media, bytes: media.bytes.toString('base64') })),
  }
}

function restore(world: World, state: SavedState): void {
  for (const number of state.numbers) world.registry.add(number)
  for (const [wabaId, subscription] of state.subscriptions)
    world.registry.subscriptions.set(wabaId, subscription)
  for (const customer of state.customers) world.customers.restore(customer)
  for (const thread of state.threads) world.threads.restore(thread)
  for (const media of state.media)
    world.media.restore({ ...media, bytes: Buffer.from(media.bytes, 'base64') })
}

/** A process that dies half-way must not leave half a file. */
function writeAtomically(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.tmp`, text)
  renameSync(`${path}.tmp`, path)
}
