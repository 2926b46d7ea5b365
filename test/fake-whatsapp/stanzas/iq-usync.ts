import type { BinaryNode } from 'baileys'
import type { Account } from '../types.ts'
import { jidOf, SERVER } from '../world/jids.ts'
import { bytesOf, childOf, childrenOf, node } from '../world/nodes.ts'
import type { World } from '../world/world.ts'
import type { IqAnswer, IqRequest } from './iq.ts'

/** "User sync": who has WhatsApp (`contact`), with which devices, under which LID. */
export function answerUsync(world: World, { ask }: IqRequest): IqAnswer {
  const protocols = childrenOf(childOf(ask, 'query')).map(({ tag }) => tag)
  const users = childrenOf(childOf(ask, 'list'), 'user').map((user) => answerUser(world, user, protocols))
  return [node('usync', { ...ask.attrs }, [node('list', {}, users)])]
}

function answerUser(world: World, user: BinaryNode, protocols: string[]): BinaryNode {
  const asked = user.attrs['jid']
  const phone = asked === undefined ? bytesOf(childOf(user, 'contact')).toString('utf8') : undefined
  const account = phone === undefined ? world.accounts.byJid(asked ?? '') : world.accounts.find(phone)
  const canonical = account && jidOf(account, asked?.endsWith('@lid') ? 'lid' : 'pn')
  const jid = canonical ?? asked ?? `${phone?.replace(/\D/g, '')}@${SERVER}`
  return node(
    'user',
    { jid },
    protocols.flatMap((protocol) => answerProtocol(protocol, account, jid)),
  )
}

function answerProtocol(protocol: string, account: Account | undefined, jid: string): BinaryNode[] {
  if (protocol === 'contact') return [node('contact', { type: account ? 'in' : 'out' })]
  if (!account) return []
  // Whoever asks by LID knows it already; the answer to a phone number teaches it.
  if (protocol === 'lid') return jid.endsWith('@lid') ? [] : [node('lid', { val: jidOf(account, 'lid') })]
  return protocol === 'devices' ? [node('devices', {}, [deviceList(account)])] : []
}

function deviceList(account: Account): BinaryNode {
  const companions = account.devices.map(({ id }) =>
    node('device', { id: String(id), 'key-index': String(id) }),
  )
  return node('device-list', {}, [node('device', { id: '0' }), ...companions])
}
