import type { MessagePayload } from '../../../../shared/contracts/messages.ts'

const MAX = 120

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** One line for the list, cut on the border of a whole character as people see it. */
export function previewOf(message: {
  text?: string | null
  payload?: MessagePayload | null
  fileName?: string | null
}): string {
  const words =
    message.text ??
    message.payload?.choice?.title ??
    message.payload?.location?.name ??
    message.payload?.contacts?.[0]?.name ??
    message.fileName ??
    ''
  const line = words.replace(/\s+/g, ' ').trim()
  return line.length <= MAX ? line : cut(line)
}

function cut(line: string): string {
  const border = segmenter.segment(line.slice(0, MAX * 4)).containing(MAX)?.index ?? 0
  return `${line.slice(0, border)}…`
}
