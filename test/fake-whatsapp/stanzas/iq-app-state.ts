import { proto, type BinaryNode } from 'baileys'
import type { AppState } from '../types.ts'
import { attr, bytesOf, childOf, childrenOf, node } from '../world/nodes.ts'
import type { World } from '../world/world.ts'
import type { IqAnswer, IqRequest } from './iq.ts'

const CONFLICT = '409'

/** Synchronised settings ("app state"): a log of encrypted patches per collection, shared by all devices. */
export function answerAppState(world: World, { device, ask }: IqRequest): IqAnswer {
  const { appState } = world.accountOf(device)
  return [
    node(
      'sync',
      {},
      childrenOf(ask, 'collection').map((asked) => answerCollection(appState, asked)),
    ),
  ]
}

function answerCollection(appState: AppState, asked: BinaryNode): BinaryNode {
  const name = attr(asked, 'name')
  const collection = (appState.collections[name] ??= { version: 0, patches: [] })
  const known = Number(asked.attrs['version'] ?? 0)
  const patch = childOf(asked, 'patch')
  if (patch) {
    if (known !== collection.version) return refusal(name, collection.version)
    collection.patches.push(numbered(bytesOf(patch), ++collection.version))
  }
  const missing = collection.patches.slice(patch ? collection.version : known)
  const patches = missing.map((bytes) => node('patch', {}, bytes))
  const attrs = { name, version: String(collection.version), has_more_patches: 'false' }
  return node('collection', attrs, patches.length > 0 ? [node('patches', {}, patches)] : undefined)
}

function refusal(name: string, version: number): BinaryNode {
  const attrs = { name, version: String(version), type: 'error' }
  return node('collection', attrs, [node('error', { code: CONFLICT, text: 'conflict' })])
}

/** Patches carry their version when they are handed out. */
function numbered(bytes: Buffer, version: number): Buffer {
  const patch = proto.SyncdPatch.decode(bytes)
  patch.version = proto.SyncdVersion.create({ version })
  return Buffer.from(proto.SyncdPatch.encode(patch).finish())
}
