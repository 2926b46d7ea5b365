import type { BinaryNode } from 'baileys'
import type { ConnectionHandler, Connection } from '../transport/connection.ts'
import { returnToQueue } from '../world/device-queue.ts'
import { isStruck } from '../world/strike.ts'
import type { World } from '../world/world.ts'
import { greet } from './hello.ts'
import { answerIq } from './iq.ts'
import { takeMessage } from './message.ts'
import { takeChatState } from './presence.ts'
import { takeAck, takeReceipt } from './receipt.ts'

type Handler = (world: World, connection: Connection, stanza: BinaryNode) => void

/** By stanza name. What is not listed (presence, telemetry) needs no answer. */
const HANDLERS: Record<string, Handler> = {
  iq: answerIq,
  message: takeMessage,
  receipt: takeReceipt,
  ack: takeAck,
  chatstate: takeChatState,
}

/** What the server does with its connections. */
export function serverOf(world: World): ConnectionHandler {
  return {
    onHello: (connection, hello) => {
      greet(world, connection, hello)
    },
    onNode: (connection, stanza) => {
      if (isStruck(world, connection, { stanza, direction: 'in' })) return
      HANDLERS[stanza.tag]?.(world, connection, stanza)
    },
    onFailure: (error) => world.quiet.fail(error),
    onClose: (connection) => {
      world.connections.closed(connection)
      world.registrations.close(connection)
      if (connection.device && !world.connections.of(connection.device)) returnToQueue(connection.device)
      world.changed()
    },
  }
}
