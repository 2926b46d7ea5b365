import { useEffect, useState } from 'react'
import type { AttachmentDto } from '@shared/contracts/messages.ts'
import type { WorkspaceId } from '@shared/ids.ts'
import { LIMITS } from '@shared/limits.ts'
import type { AppError } from '../../lib/errors.ts'
import { createStore, useStore } from '../../lib/store.ts'
import { UploadError, uploadFile } from '../../lib/upload.ts'
import { useApi } from '../../lib/workspace-context.tsx'

export interface UploadItem {
  key: string
  name: string
  size: number
  mime: string
  /** A picture of the file, while this device has it. */
  previewUrl: string | null
  progress: number
  attachment: AttachmentDto | null
  error: AppError | null
  file: File | null
}

const MAX_FILES = 10

/** The files beside a message being written: sent up at once, so that sending it later is instant. */
export class UploadList {
  readonly items
  readonly #workspaceId: WorkspaceId
  readonly #running = new Map<string, () => void>()

  constructor(workspaceId: WorkspaceId, initial: readonly AttachmentDto[]) {
    this.#workspaceId = workspaceId
    this.items = createStore<readonly UploadItem[]>(initial.map(fromAttachment))
  }

  add = (files: readonly File[]): void => {
    const added = files.map(toItem)
    this.items.set([...this.items.get(), ...added].slice(0, MAX_FILES))
    for (const item of this.items.get()) if (added.includes(item)) this.#start(item)
  }

  remove = (key: string): void => {
    this.#running.get(key)?.()
    const gone = this.items.get().find((item) => item.key === key)
    if (gone?.previewUrl?.startsWith('blob:')) URL.revokeObjectURL(gone.previewUrl)
    this.items.set(this.items.get().filter((item) => item.key !== key))
  }

  retry = (key: string): void => {
    this.#patch(key, { error: null, progress: 0 })
    const item = this.items.get().find((candidate) => candidate.key === key)
    if (item) this.#start(item)
  }

  /** Files that a draft already has on the server. */
  restore(attachments: readonly AttachmentDto[]): void {
    this.items.set(attachments.map(fromAttachment))
  }

  clear(): void {
    this.items.set([])
  }

  cancelAll(): void {
    for (const cancel of this.#running.values()) cancel()
  }

  #start({ key, file, error }: UploadItem): void {
    if (!file || error) return
    const upload = uploadFile(this.#workspaceId, file, (progress) => this.#patch(key, { progress }))
    this.#running.set(key, upload.cancel)
    upload.done
      .then((attachment) => this.#patch(key, { attachment, progress: 1 }))
      .catch((thrown: unknown) => {
        if (thrown instanceof UploadError) this.#patch(key, { error: thrown.failure })
      })
      .finally(() => this.#running.delete(key))
  }

  #patch(key: string, change: Partial<UploadItem>): void {
    this.items.set(this.items.get().map((item) => (item.key === key ? { ...item, ...change } : item)))
  }
}

export function useUploads(initial: readonly AttachmentDto[]) {
  const { workspaceId } = useApi()
  const [list] = useState(() => new UploadList(workspaceId, initial))
  useEffect(() => () => list.cancelAll(), [list])
  const items = useStore(list.items)
  return { list, items, attachments: items.flatMap((item) => item.attachment ?? []) }
}

function toItem(file: File): UploadItem {
  const isTooBig = file.size > LIMITS.uploadBytes
  return {
    key: crypto.randomUUID(),
    name: file.name,
    size: file.size,
    mime: file.type,
    previewUrl: file.type.startsWith('image/') ? URL.createObjectURL(file) : null,
    progress: 0,
    attachment: null,
    error: isTooBig ? { code: 'PAYLOAD_TOO_LARGE', details: {}, requestId: null } : null,
    file: isTooBig ? null : file,
  }
}

function fromAttachment(attachment: AttachmentDto): UploadItem {
  return {
    key: attachment.id,
    name: attachment.fileName ?? '',
    size: attachment.size ?? 0,
    mime: attachment.mime,
    previewUrl: attachment.type === 'image' ? attachment.url : null,
    progress: 1,
    attachment,
    error: null,
    file: null,
  }
}

/** WhatsApp shows small JPEG and PNG as pictures; other images and large ones travel as documents. */
export function travelsAsDocument(item: Pick<UploadItem, 'mime' | 'size' | 'attachment'>): boolean {
  if (!item.mime.startsWith('image/')) return false
  if (item.attachment) return item.attachment.type === 'document'
  return item.size > LIMITS.imageBytes || !/^image\/(jpeg|png)$/.test(item.mime)
}
