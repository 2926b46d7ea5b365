import * as examples from '../examples.ts'
import { fileBody } from '../file-body.ts'
import { toAttachment } from '../present.ts'
import { route } from '../route.ts'
import { Attachment } from '../schemas/message.ts'
import { recordFile } from '../store-file.ts'

export const uploadRoutes = [
  route({
    tag: 'Messages',
    method: 'POST',
    path: '/uploads',
    operationId: 'uploadFile',
    summary: 'Upload a file',
    description:
      'The body is the file itself, at most 100 MB, under its own Content-Type. Send the answered `id` as `attachment` of a message. Its type is told by its bytes, not by its name.',
    body: fileBody,
    status: 201,
    response: Attachment,
    errors: ['PAYLOAD_TOO_LARGE'],
    example: { response: examples.attachment },
    handle: async ({ services, db, body }) =>
      toAttachment({ services, db }, await recordFile(services, db, body)),
  }),
]
