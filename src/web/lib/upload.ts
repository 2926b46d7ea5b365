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

interface Upload {
  done: Promise<AttachmentDto>
  cancel: () => void
}

/** Sends a file's raw bytes. XMLHttpRequest, because fetch tells nothing of an upload's progress. */
export function uploadFile(
  workspaceId: WorkspaceId,
  file: File,
  onProgress: (share: number) => void,
): Upload {
  const request = new XMLHttpRequest()
  const done = new Promise<AttachmentDto>((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0)
    request.onerror = () => reject(new UploadError({ code: 'NETWORK', details: {}, requestId: null }))
    request.onload = () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText) as AttachmentDto)
      else reject(new UploadError(failureOf(request)))
    }
  })
  request.open('POST', '/media/uploads')
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
