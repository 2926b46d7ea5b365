/** A piece of a message: plain words, a link, or marked words that may hold more of the same. */
export type TextNode =
  | { kind: 'text'; text: string }
  | { kind: 'link'; href: string; text: string }
  | { kind: 'code'; text: string; block: boolean }
  | { kind: 'bold' | 'italic' | 'strike'; children: TextNode[] }

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const
const LINK = /\b(?:https?:\/\/|www\.)[^\s<>"]+/i
const TRAILING = /[.,;:!?)\]}'"»”*_~]+$/

/**
 * WhatsApp's own marks, as its phones read them: a mark opens after a boundary and before a word,
 * closes after a word and before a boundary, and never spans lines. Nothing here is HTML.
 */
export function parseWhatsAppText(text: string): TextNode[] {
  const nodes: TextNode[] = []
  let rest = text
  for (let block = findBlock(rest); block; block = findBlock(rest)) {
    nodes.push(...parseInline(rest.slice(0, block.from)), { kind: 'code', text: block.text, block: true })
    rest = rest.slice(block.to)
  }
  return [...nodes, ...parseInline(rest)]
}

function findBlock(text: string): { from: number; to: number; text: string } | null {
  const from = text.indexOf('```')
  const end = from === -1 ? -1 : text.indexOf('```', from + 3)
  if (end === -1 || end === from + 3) return null
  return { from, to: end + 3, text: text.slice(from + 3, end) }
}

function parseInline(text: string): TextNode[] {
  if (text === '') return []
  const first = [findLink(text), findCode(text), findMark(text)]
    .filter((found) => found !== null)
    .sort((a, b) => a.from - b.from)[0]
  if (!first) return [{ kind: 'text', text }]
  const before: TextNode[] = first.from > 0 ? [{ kind: 'text', text: text.slice(0, first.from) }] : []
  return [...before, first.node, ...parseInline(text.slice(first.to))]
}

interface Found {
  from: number
  to: number
  node: TextNode
}

function findLink(text: string): Found | null {
  const match = LINK.exec(text)
  if (!match) return null
  const shown = match[0].replace(TRAILING, '')
  const href = safeHref(shown)
  return href
    ? { from: match.index, to: match.index + shown.length, node: { kind: 'link', href, text: shown } }
    : null
}

/** Only web addresses become links; anything else stays words. */
export function safeHref(text: string): string | null {
  try {
    const url = new URL(/^https?:/i.test(text) ? text : `https://${text}`)
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null
  } catch {
    return null
  }
}

function findCode(text: string): Found | null {
  const match = /`([^`\n]+)`/.exec(text)
  return match?.[1]
    ? {
        from: match.index,
        to: match.index + match[0].length,
        node: { kind: 'code', text: match[1], block: false },
      }
    : null
}

const isWord = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}]/u.test(char)
const isSpace = (char: string | undefined) => char === undefined || /\s/.test(char)

function findMark(text: string): Found | null {
  for (let from = 0; from < text.length; from++) {
    const mark = text[from]
    if (mark !== '*' && mark !== '_' && mark !== '~') continue
    if (isWord(text[from - 1]) || isSpace(text[from + 1])) continue
    const to = closing(text, mark, from)
    if (to === -1) continue
    return { from, to: to + 1, node: { kind: MARKS[mark], children: parseInline(text.slice(from + 1, to)) } }
  }
  return null
}

function closing(text: string, mark: string, from: number): number {
  for (let at = from + 1; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === mark && at > from + 1 && !isSpace(text[at - 1]) && !isWord(text[at + 1])) return at
  }
  return -1
}

/** Up to three emoji and nothing else are shown large, as phones do. */
export function isEmojiOnly(text: string): boolean {
  const trimmed = text.trim()
  if (
    trimmed.length === 0 ||
    trimmed.length > 32 ||
    !/^[\p{Extended_Pictographic}\p{Emoji_Component}\s]+$/u.test(trimmed)
  )
    return false
  if (/^[\d#*\s]+$/.test(trimmed)) return false
  return Array.from(new Intl.Segmenter().segment(trimmed.replace(/\s/g, ''))).length <= 3
}
