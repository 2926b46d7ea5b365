import type { Readable } from 'node:stream'
import { SaxesParser } from 'saxes'
import { BadFileError } from './bad-file.ts'

/** What a part of a workbook says, by local names: prefixes are the writer's own. */
export interface XmlHandler {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  text?(text: string): void
  close?(name: string): void
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1)

/**
 * Reads XML a piece at a time, and pauses after each for whatever the handler gathered. Entities that a
 * document defines for itself are never expanded: saxes takes them for an error.
 * @throws BadFileError `broken_zip` for what is no well-formed XML
 */
export async function* xmlPieces<H extends XmlHandler>(part: Readable, handler: H): AsyncGenerator<H> {
  const parser = new SaxesParser({ position: false })
  parser.on('error', () => {
    throw new BadFileError('broken_zip')
  })
  parser.on('opentag', ({ name, attributes }) =>
    handler.open?.(localName(name), attributes as Record<string, string>),
  )
  parser.on('text', (text) => handler.text?.(text))
  parser.on('cdata', (text) => handler.text?.(text))
  parser.on('closetag', ({ name }) => handler.close?.(localName(name)))
  const decoder = new TextDecoder('utf-8')
  try {
    for await (const chunk of part) {
      parser.write(decoder.decode(chunk as Buffer, { stream: true }))
      yield handler
    }
    parser.write(decoder.decode()).close()
  } catch (error) {
    throw error instanceof BadFileError ? error : new BadFileError('broken_zip')
  }
  yield handler
}

export async function readXml(part: Readable, handler: XmlHandler): Promise<void> {
  const pieces = xmlPieces(part, handler)
  while (!(await pieces.next()).done);
}
