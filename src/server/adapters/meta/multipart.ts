import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'

/** A file on its way out. `size` in bytes must be what `open()` yields. */
export interface FormFile {
  name: string
  fileName: string
  mime: string
  size: number
  open(): Readable | Promise<Readable>
}

export interface MultipartBody {
  contentType: string
  contentLength: number
  content: Readable
}

/**
 * A multipart/form-data body that is streamed: files of 100 MB, eight at a time, must not lie in
 * memory. Its length is known beforehand, because Meta refuses chunked uploads.
 */
export function multipart(fields: Readonly<Record<string, string>>, file: FormFile): MultipartBody {
  const boundary = `crm-${randomBytes(16).toString('hex')}`
  const texts = Object.entries(fields).map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`,
  )
  const disposition = `form-data; name="${quoted(file.name)}"; filename="${quoted(file.fileName)}"`
  const fileHead = `--${boundary}\r\nContent-Disposition: ${disposition}\r\nContent-Type: ${oneLine(file.mime)}\r\n\r\n`
  const head = Buffer.from(texts.join('') + fileHead)
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    contentLength: head.length + file.size + tail.length,
    content: Readable.from(parts({ head, file, tail }), { objectMode: false }),
  }
}

async function* parts({
  head,
  file,
  tail,
}: {
  head: Buffer
  file: FormFile
  tail: Buffer
}): AsyncGenerator<Buffer> {
  yield head
  let size = 0
  for await (const chunk of (await file.open()) as AsyncIterable<Buffer>) {
    size += chunk.length
    yield chunk
  }
  if (size !== file.size)
    throw new Error(`The file has ${String(size)} bytes instead of ${String(file.size)}`)
  yield tail
}

/** As the HTML standard escapes names in form data. */
function quoted(name: string): string {
  return name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22')
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]/g, '')
}
