import type { BinaryNode } from 'baileys'
import type { Connection } from '../transport/connection.ts'
import type { Fault, FaultFacts } from './faults.ts'
import { node } from './nodes.ts'
import type { World } from './world.ts'

const CONNECTION_FAULTS = ['drop', 'stall', 'stream-error'] as const

export type ConnectionFault = Extract<Fault, { kind: (typeof CONNECTION_FAULTS)[number] }>

interface Passing {
  stanza: BinaryNode
  direction: 'in' | 'out'
}

/** A stanza passes: does a fault of the connection strike at it? Then it is lost. */
export function isStruck(world: World, connection: Connection, passing: Passing): boolean {
  const fault = world.faults.strike(CONNECTION_FAULTS, factsOf(world, connection, passing))
  if (fault) strikeConnection(connection, fault)
  return fault !== undefined
}

export function strikeConnection(connection: Connection, fault: ConnectionFault): void {
  if (fault.kind === 'drop') connection.destroy()
  else if (fault.kind === 'stall') connection.stall(fault.isDead)
  else connection.closeWith(node('stream:error', { code: String(fault.code) }))
}

/** Strikes the sockets that are open now, as far as the rule reaches. */
export function strikeOpenConnections(world: World): void {
  for (const connection of world.connections.all()) {
    const fault = world.faults.strike(CONNECTION_FAULTS, { account: connection.device?.phone ?? '' })
    if (fault) strikeConnection(connection, fault)
  }
}

export function factsOf(world: World, { device }: Connection, { stanza, direction }: Passing): FaultFacts {
  const { recipient, participant, from, to, id } = stanza.attrs
  const peer = recipient ?? participant ?? (direction === 'in' ? to : from) ?? ''
  return {
    account: device?.phone ?? '',
    peer: world.accounts.byJid(peer)?.phone ?? '',
    id: id ?? '',
    tag: stanza.tag,
    direction,
  }
}
