import type { MessageType } from '../../../shared/contracts/messages.ts'
import type { FileName } from '../files/catalogue.ts'

export type PersonKey =
  | 'mariana'
  | 'diego'
  | 'ana'
  | 'tomas'
  | 'bruno'
  | 'camila'
  | 'ivan'
  | 'paula'
  | 'yuliana'
export type ChannelKey = 'ventas' | 'taller' | 'dental'

/** Somebody outside. Without a phone, WhatsApp shows a username and an id that only this business knows. */
export interface StoryContact {
  name: string
  /** Digits, as WhatsApp writes its wa_id. */
  phone?: string
  bsuid?: string
  username?: string
}

/** What a message says; which members matter depends on the type. */
export interface Speech {
  type: MessageType
  /** The body of a text, the caption of a file. */
  text?: string
  file?: FileName
  location?: { latitude: number; longitude: number; name: string; address: string }
  card?: { name: string; phone: string }
  choice?: { id: string; title: string }
}

export const say = (text: string): Speech => ({ type: 'text', text })

/** How a message of ours ended. A number is Meta's code of the failure. */
export type Outcome = 'sent' | 'delivered' | 'read' | 'played' | 'unknown' | { failed: number }

interface Dated {
  at: Date
}

/** Lines that stand in the thread have a key, unique within the workspace and the same in every run. */
interface Keyed extends Dated {
  key: string
}

export interface ReceivedLine extends Keyed {
  kind: 'received'
  speech: Speech
  /** Key of the line that it answers. */
  quotes?: string
  forwarded?: boolean
  /** The person's number at the time, where it changed later. */
  phone?: string
}

export interface SentLine extends Keyed {
  kind: 'sent'
  by: PersonKey | 'api'
  speech: Speech
  quotes?: string
  outcome: Outcome
}

export interface ReactedLine extends Keyed {
  kind: 'reacted'
  on: string
  emoji: string
}

/** Written on the phone's own app: it reaches us as an echo. */
export interface EchoedLine extends Keyed {
  kind: 'echoed'
  speech: Speech
}

/** WhatsApp tells that the person has a new number. */
export interface MovedLine extends Keyed {
  kind: 'moved'
  from: string
  to: string
}

export interface NotedLine extends Keyed {
  kind: 'noted'
  by: PersonKey
  text: string
}

export interface AssignedLine extends Dated {
  kind: 'assigned'
  to: PersonKey | null
  by: PersonKey
}

export interface ResolvedLine extends Dated {
  kind: 'resolved'
  by: PersonKey
}

export interface DraftedLine extends Dated {
  kind: 'drafted'
  by: PersonKey
  text: string
}

/** The channel of the story is disconnected from then on. */
export interface DisconnectedLine extends Dated {
  kind: 'disconnected'
}

/** What comes in from WhatsApp. */
export type InboundLine = ReceivedLine | ReactedLine | EchoedLine | MovedLine

export type Line =
  | InboundLine
  | SentLine
  | NotedLine
  | AssignedLine
  | ResolvedLine
  | DraftedLine
  | DisconnectedLine

export function isInbound(line: Line): line is InboundLine {
  return (
    line.kind === 'received' || line.kind === 'reacted' || line.kind === 'echoed' || line.kind === 'moved'
  )
}

/** Lines that are rows of the thread, by which a run sees how far an earlier one came. */
export function isMessage(line: Line): line is Exclude<InboundLine, ReactedLine> | SentLine {
  return line.kind === 'sent' || (isInbound(line) && line.kind !== 'reacted')
}
