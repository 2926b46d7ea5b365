import type { BinaryNode } from 'baileys'
import { answerLinkCode } from '../linking/code.ts'
import type { Connection } from '../transport/connection.ts'
import type { LinkedDevice } from '../types.ts'
import { SERVER_JID } from '../world/jids.ts'
import { childOf, childrenOf, node } from '../world/nodes.ts'
import type { World } from '../world/world.ts'
import { startReceiving } from './active.ts'
import { answerAccountQuery } from './iq-account.ts'
import { answerAppState } from './iq-app-state.ts'
import { answerCompanion } from './iq-companion.ts'
import { answerEncrypt } from './iq-encrypt.ts'
import { answerMediaConnection } from './iq-media.ts'
import { answerMex } from './iq-mex.ts'
import { answerUsync } from './iq-usync.ts'

export interface IqRequest {
  device: LinkedDevice
  /** The whole stanza. */
  iq: BinaryNode
  /** Its first child, which says what is asked. */
  ask: BinaryNode
}

/** The content of the result, or an error code. */
export type IqAnswer = BinaryNode[] | { error: number }

const nothing = (): IqAnswer => []

/** By namespace. */
const HANDLERS: Record<string, (world: World, request: IqRequest) => IqAnswer> = {
  abt: answerAccountQuery,
  blocklist: answerAccountQuery,
  disappearing_mode: nothing,
  encrypt: answerEncrypt,
  md: answerCompanion,
  passive: nothing,
  privacy: answerAccountQuery,
  status: nothing,
  'urn:xmpp:whatsapp:dirty': nothing,
  usync: answerUsync,
  'w:g2': answerAccountQuery,
  'w:m': answerMediaConnection,
  'w:mex': answerMex,
  'w:p': nothing,
  'w:profile:picture': answerAccountQuery,
  'w:stats': nothing,
  'w:sync:app:state': answerAppState,
}

const NOT_IMPLEMENTED = 501

/** Answers a query; clients that are not linked may only ask for a link code. */
export function answerIq(world: World, connection: Connection, iq: BinaryNode): void {
  const { device } = connection
  if (iq.attrs['type'] === 'result' || iq.attrs['type'] === 'error') return
  if (!device) {
    const linkCode = childOf(iq, 'link_code_companion_reg')
    if (linkCode) sendResult(connection, iq, answerLinkCode(world, connection, linkCode))
    return
  }
  const ask = childrenOf(iq)[0] ?? node('nothing')
  const handler = HANDLERS[iq.attrs['xmlns'] ?? '']
  sendResult(connection, iq, handler ? handler(world, { device, iq, ask }) : { error: NOT_IMPLEMENTED })
  if (ask.tag === 'active') startReceiving(world, connection, device)
}

function sendResult(connection: Connection, iq: BinaryNode, answer: IqAnswer): void {
  const isError = !Array.isArray(answer)
  const attrs = { from: SERVER_JID, id: iq.attrs['id'], type: isError ? 'error' : 'result' }
  const content = isError ? [node('error', { code: String(answer.error), text: 'refused' })] : answer
  connection.send(node('iq', attrs, content.length > 0 ? content : undefined))
}
