import type { Draft, DraftMode } from '@shared/contracts/conversations.ts'
import type { AttachmentDto, QuotedMessage } from '@shared/contracts/messages.ts'
import type { AttachmentId, ConversationId, WorkspaceId } from '@shared/ids.ts'

/** What is being written, whole: words, files and the message it answers. */
export interface DraftContent {
  text: string
  quoted: QuotedMessage | null
  attachments: AttachmentDto[]
}

export interface StoredDraft extends DraftContent {
  updatedAt: string
  /** False while the server has not confirmed this very text. */
  saved: boolean
}

export const EMPTY_DRAFT: DraftContent = { text: '', quoted: null, attachments: [] }

export function isEmptyDraft({ text, quoted, attachments }: DraftContent): boolean {
  return text.trim() === '' && quoted === null && attachments.length === 0
}

export interface DraftPlace {
  workspaceId: WorkspaceId
  conversationId: ConversationId
  mode: DraftMode
}

const keyOf = ({ workspaceId, conversationId, mode }: DraftPlace) =>
  `crm.draft.${workspaceId}.${conversationId}.${mode}`

export function readLocalDraft(place: DraftPlace): StoredDraft | null {
  const text = localStorage.getItem(keyOf(place))
  return text === null ? null : (JSON.parse(text) as StoredDraft)
}

export function writeLocalDraft(place: DraftPlace, draft: StoredDraft | null): void {
  if (draft) localStorage.setItem(keyOf(place), JSON.stringify(draft))
  else localStorage.removeItem(keyOf(place))
}

/**
 * Which of two drafts of one reply to go on with. Words that never reached the server win over an
 * older server copy; anything the server has confirmed yields to what another device wrote since.
 */
export function newerDraft(local: StoredDraft | null, remote: Draft | null): 'local' | 'remote' | 'none' {
  if (!local) return remote ? 'remote' : 'none'
  if (!remote) return local.saved || isEmptyDraft(local) ? 'none' : 'local'
  if (local.updatedAt >= remote.updatedAt) return isEmptyDraft(local) ? 'none' : 'local'
  return 'remote'
}

/** The draft to go on with; `remote` where its quote and files have still to be asked for. */
export interface FoundDraft {
  content: DraftContent
  remote: Draft | null
}

export function findDraft(place: DraftPlace, remote: Draft | null): FoundDraft {
  const local = readLocalDraft(place)
  const winner = newerDraft(local, remote)
  if (winner === 'local' && local) return { content: local, remote: null }
  if (winner === 'remote' && remote) return { content: { ...EMPTY_DRAFT, text: remote.text }, remote }
  return { content: EMPTY_DRAFT, remote: null }
}

/** The server keeps a draft's files by id alone; what they are is learned from the file itself. */
export async function describeAttachment(workspaceId: WorkspaceId, id: string): Promise<AttachmentDto> {
  const url = `/media/${workspaceId}/${id}`
  const response = await fetch(url, { method: 'HEAD', credentials: 'same-origin' })
  const mime = response.headers.get('content-type') ?? 'application/octet-stream'
  return {
    id: id as AttachmentId,
    type: typeOf(mime),
    mime,
    size: Number(response.headers.get('content-length')) || null,
    fileName: fileNameOf(response.headers.get('content-disposition')),
    state: 'uploaded',
    url: response.ok ? url : null,
  }
}

function typeOf(mime: string): AttachmentDto['type'] {
  const family = mime.split('/')[0]
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'document'
}

function fileNameOf(disposition: string | null): string | null {
  const encoded = disposition?.match(/filename\*=UTF-8''([^;]+)/i)?.[1]
  return encoded ? decodeURIComponent(encoded) : (disposition?.match(/filename="([^"]+)"/i)?.[1] ?? null)
}
