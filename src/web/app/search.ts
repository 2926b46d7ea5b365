import type { TaskWho } from '@shared/tasks.ts'
import { VIEW_WHO_VALUES, type InboxState, type InboxWho } from '../features/inbox/views.ts'

/** Plain `key=value` pairs: a number in the address stays the text that somebody typed. */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search))
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') params.set(key, String(value))
  }
  const text = params.toString()
  return text ? `?${text}` : ''
}

export interface InboxSearch {
  /** Absent means `waiting`, the first thing a person should look at. */
  state?: Exclude<InboxState, 'waiting'>
  q?: string
}

/** What stands beside a conversation. */
export const PANEL_TABS = ['contact', 'deal', 'files', 'activity'] as const
export type PanelTab = (typeof PANEL_TABS)[number]

export interface ConversationSearch {
  /** A message to scroll to. */
  m?: string
  panel?: PanelTab | 'none'
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined)

export function inboxSearch(raw: Record<string, unknown>): InboxSearch {
  const state = raw.state === 'open' || raw.state === 'resolved' ? raw.state : undefined
  const q = text(raw.q)
  return { ...(state ? { state } : {}), ...(q ? { q } : {}) }
}

export function conversationSearch(raw: Record<string, unknown>): ConversationSearch {
  const m = text(raw.m)
  const panel = raw.panel === 'none' ? 'none' : PANEL_TABS.find((tab) => tab === raw.panel)
  return { ...(m ? { m } : {}), ...(panel ? { panel } : {}) }
}

export interface TasksSearch {
  /** Mine, unless the address says everyone's. */
  who?: TaskWho
  /** The task that is shown beside the list. */
  open?: string
}

export function tasksSearch(raw: Record<string, unknown>): TasksSearch {
  const open = text(raw.open)
  return { ...(raw.who === 'everyone' ? { who: raw.who } : {}), ...(open ? { open } : {}) }
}

export interface AuditSearch {
  actorId?: string
  entity?: string
  /** Days, `YYYY-MM-DD`. */
  from?: string
  to?: string
}

const AUDIT_KEYS = ['actorId', 'entity', 'from', 'to'] as const

/** Whether a day is one, the screen sees. */
export const auditSearch = (raw: Record<string, unknown>): AuditSearch =>
  Object.fromEntries(AUDIT_KEYS.flatMap((key) => (text(raw[key]) ? [[key, raw[key]]] : [])))

export function isWho(value: string): value is InboxWho {
  return VIEW_WHO_VALUES.some((known) => known === value)
}

/** Where to go after signing in; only a path of our own, never an address of somebody else. */
export function nextPath(raw: Record<string, unknown>): { next?: string } {
  const next = text(raw.next)
  return next?.startsWith('/') && !next.startsWith('//') ? { next } : {}
}
