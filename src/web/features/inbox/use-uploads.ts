import { useCallback, useEffect, useRef, useState } from 'react'
import type { AttachmentDto } from '@shared/contracts/messages.ts'
import { LIMITS } from '@shared/limits.ts'
import type { AppError } from '../../lib/errors.ts'
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
export function useUploads() {
  const { workspaceId } = useApi()
  const [items, setItems] = useState<UploadItem[]>([])
  const cancels = useRef(new Map<string, () => void>())

  const patch = useCallback((key: string, change: Partial<UploadItem>) => {
    setItems((now) => now.map((item) => (item.key === key ? { ...item, ...change } : item)))
  }, [])

  const start = useCallback(
    (key: string, file: File) => {
      const upload = uploadFile(workspaceId, file, (progress) => patch(key, { progress }))
      cancels.current.set(key, upload.cancel)
      upload.done
        .then((attachment) => patch(key, { attachment, progress: 1 }))
        .catch((thrown: unknown) => {
          if (thrown instanceof UploadError) patch(key, { error: thrown.failure })
        })
        .finally(() => cancels.current.delete(key))
    },
    [workspaceId, patch],
  )

  const add = useCallback(
    (files: File[]) => {
      const added = files.slice(0, MAX_FILES).map(toItem)
      setItems((now) => [...now, ...added].slice(0, MAX_FILES))
      for (const item of added) if (item.file && !item.error) start(item.key, item.file)
    },
    [start],
  )

  const remove = useCallback((key: string) => {
    cancels.current.get(key)?.()
    setItems((now) => {
      const gone = now.find((item) => item.key === key)
      if (gone?.previewUrl?.startsWith('blob:')) URL.revokeObjectURL(gone.previewUrl)
      return now.filter((item) => item.key !== key)
    })
  }, [])

  const retry = useCallback(
    (key: string) => {
      const item = items.find((candidate) => candidate.key === key)
      if (!item?.file) return
      patch(key, { error: null, progress: 0 })
      start(key, item.file)
    },
    [items, patch, start],
  )

  /** Files that a draft already has on the server. */
  const restore = useCallback((attachments: readonly AttachmentDto[]) => setItems(attachments.map(fromAttachment)), [])

  useEffect(() => {
    const running = cancels.current
    return () => {
      for (const cancel of running.values()) cancel()
    }
  }, [])

  return { items, add, remove, retry, restore }
}

export type Uploads = ReturnType<typeof useUploads>

function toItem(file: File): UploadItem {
  const tooBig = file.size > LIMITS.uploadBytes
  return {
    key: crypto.randomUUID(),
    name: file.name,
    size: file.size,
    mime: file.type,
    previewUrl: file.type.startsWith('image/') ? URL.createObjectURL(file) : null,
    progress: 0,
    attachment: null,
    error: tooBig ? { code: 'PAYLOAD_TOO_LARGE', details: {}, requestId: null } : null,
    file: tooBig ? null : file,
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
