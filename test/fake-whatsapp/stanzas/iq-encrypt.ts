import type { BinaryNode } from 'baileys'
import { keysOf, preKeySignatureOf } from '../signal/phone-keys.ts'
import type { Account, LinkedDevice, PublicPreKey } from '../types.ts'
import { parseJid } from '../world/jids.ts'
import { attr, bigEndian, bytesOf, childOf, childrenOf, node, numberOf } from '../world/nodes.ts'
import { warnWhenLow } from '../world/prekeys.ts'
import type { World } from '../world/world.ts'
import type { IqAnswer, IqRequest } from './iq.ts'

const CURVE25519 = Buffer.from([5])
const NOT_FOUND = '404'

/** Prekeys: the device's stock (count, upload, digest, rotation) and the bundles of others. */
export function answerEncrypt(world: World, { device, iq, ask }: IqRequest): IqAnswer {
  switch (ask.tag) {
    case 'count':
      return [node('count', { value: String(stockOf(world, device)) })]
    case 'digest':
      return [node('digest', {}, [node('registration', {}, bigEndian(device.registrationId, 4))])]
    case 'key':
      return [
        node(
          'list',
          {},
          childrenOf(ask, 'user').map((user) => bundleFor(world, attr(user, 'jid'))),
        ),
      ]
    case 'rotate':
      device.signedPreKey = signedPreKeyFrom(childOf(ask, 'skey'))
      break
    default:
      takeUpload(device, iq)
  }
  world.changed()
  return []
}

function stockOf({ options }: World, { preKeys }: LinkedDevice): number {
  return preKeys.length === 0 && options.smallPreKeyUploads ? 1 : preKeys.length
}

function takeUpload(device: LinkedDevice, iq: BinaryNode): void {
  device.registrationId = numberOf(childOf(iq, 'registration'))
  device.signedPreKey = signedPreKeyFrom(childOf(iq, 'skey'))
  device.preKeys.push(...childrenOf(childOf(iq, 'list'), 'key').map(preKeyFrom))
}

function preKeyFrom(key: BinaryNode): PublicPreKey {
  return { id: numberOf(childOf(key, 'id')), value: bytesOf(childOf(key, 'value')) }
}

function signedPreKeyFrom(skey: BinaryNode | undefined): LinkedDevice['signedPreKey'] {
  if (!skey) throw new Error('A prekey upload without a signed prekey')
  return { ...preKeyFrom(skey), signature: bytesOf(childOf(skey, 'signature')) }
}

/** A phone's bundle, or a linked device's with one of its one-time keys. */
function bundleFor(world: World, jid: string): BinaryNode {
  const account = world.accounts.byJid(jid)
  const { device: id } = parseJid(jid)
  const device = account?.devices.find((linked) => linked.id === id)
  if (account && id === 0) return bundleNode(jid, phoneBundle(account))
  if (!device) return node('user', { jid }, [node('error', { code: NOT_FOUND, text: 'item-not-found' })])
  const preKey = device.preKeys.shift()
  warnWhenLow(world, device)
  return bundleNode(jid, { ...device, preKey })
}

function phoneBundle(account: Account): Bundle {
  const { registrationId, identity, signedPreKey } = keysOf(account)
  const { id, keys } = signedPreKey
  const signature = preKeySignatureOf(account)
  return { registrationId, identity: identity.public, signedPreKey: { id, value: keys.public, signature } }
}

type Bundle = Pick<LinkedDevice, 'registrationId' | 'identity' | 'signedPreKey'> & {
  preKey?: PublicPreKey | undefined
}

function bundleNode(jid: string, { registrationId, identity, signedPreKey, preKey }: Bundle): BinaryNode {
  return node('user', { jid }, [
    node('registration', {}, bigEndian(registrationId, 4)),
    node('type', {}, CURVE25519),
    node('identity', {}, identity),
    node('skey', {}, [...keyContent(signedPreKey), node('signature', {}, signedPreKey.signature)]),
    ...(preKey ? [node('key', {}, keyContent(preKey))] : []),
  ])
}

function keyContent({ id, value }: PublicPreKey): BinaryNode[] {
  return [node('id', {}, bigEndian(id, 3)), node('value', {}, value)]
}
