import type { ImportDto } from '@shared/contracts/imports.ts'
import type { AttachmentDto } from '@shared/contracts/messages.ts'
import type { ErrorBody } from '@shared/errors.ts'
import type { WorkspaceId } from '@shared/ids.ts'
import type { AppError } from './errors.ts'
import { crmHeaders } from './trpc.ts'

export class UploadError extends Error {
  readonly failure: AppError

  constructor(failure: AppError) {
    super(failure.code)
    this.failure = failure
  }
}

interface Upload<T> {
  done: Promise<T>
  cancel: () => void
}

interface Sending {
  workspaceId: WorkspaceId
  file: File
  onProgress: (share: number) => void
}

/** A file to send with a message. */
export function uploadFile(
  workspaceId: WorkspaceId,
  file: File,
  onProgress: (share: number) => void,
): Upload<AttachmentDto> {
  return sendFile('/media/uploads', { workspaceId, file, onProgress })
}

/** A file of contacts to import. */
export function uploadImport(sending: Sending): Upload<ImportDto> {
  return sendFile('/media/imports', sending)
}

/** Sends a file's raw bytes. XMLHttpRequest, because fetch tells nothing of an upload's progress. */
function sendFile<T>(path: string, { workspaceId, file, onProgress }: Sending): Upload<T> {
  const request = new XMLHttpRequest()
  const done = new Promise<T>((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0)
    request.onerror = () => reject(new UploadError({ code: 'NETWORK', details: {}, requestId: null }))
    request.onload = () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText) as T)
      else reject(new UploadError(failureOf(request)))
    }
  })
  request.open('POST', path)
  for (const [name, value] of Object.entries(crmHeaders(workspaceId))) request.setRequestHeader(name, value)
  request.setRequestHeader('content-type', file.type || 'application/octet-stream')
  request.setRequestHeader('x-file-name', encodeURIComponent(file.name))
  request.send(file)
  return { done, cancel: () => request.abort() }
}

function failureOf(request: XMLHttpRequest): AppError {
  try {
    const body = JSON.parse(request.responseText) as Partial<ErrorBody>
    if (body.code) return { code: body.code, details: body.details ?? {}, requestId: body.requestId ?? null }
  } catch {
    // Not our answer: a server in front refused the body, and its status is all there is.
  }
  return { code: request.status === 413 ? 'PAYLOAD_TOO_LARGE' : 'INTERNAL', details: {}, requestId: null }
}
