import type { BinaryNode } from 'baileys'

/** A stanza; attributes without a value are left out. */
export function node(
  tag: string,
  attrs: Record<string, string | undefined> = {},
  content?: BinaryNode['content'],
): BinaryNode {
  const present = Object.entries(attrs).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { tag, attrs: Object.fromEntries(present), ...(content !== undefined && { content }) }
}

export function childrenOf(parent: BinaryNode | undefined, tag?: string): BinaryNode[] {
  const content = parent?.content
  if (!Array.isArray(content)) return []
  return tag === undefined ? content : content.filter((child) => child.tag === tag)
}

export function childOf(parent: BinaryNode | undefined, tag: string): BinaryNode | undefined {
  return childrenOf(parent, tag)[0]
}

/** @throws Error when the node holds no bytes. */
export function bytesOf(holder: BinaryNode | undefined): Buffer {
  if (holder?.content instanceof Uint8Array) return Buffer.from(holder.content)
  if (typeof holder?.content === 'string') return Buffer.from(holder.content, 'utf8')
  throw new Error(`<${holder?.tag ?? 'missing'}> holds no bytes`)
}

/** A big-endian number of `size` bytes, as key ids and registration ids travel. */
export function bigEndian(value: number, size: number): Buffer {
  const bytes = Buffer.alloc(size)
  bytes.writeUIntBE(value, 0, size)
  return bytes
}

export function numberOf(holder: BinaryNode | undefined): number {
  const bytes = bytesOf(holder)
  return bytes.readUIntBE(0, bytes.length)
}

/** @throws Error naming the attribute that is missing. */
export function attr(stanza: BinaryNode, name: string): string {
  const value = stanza.attrs[name]
  if (value === undefined) throw new Error(`<${stanza.tag}> without ${name}`)
  return value
}
