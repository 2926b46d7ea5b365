import { fileTypeFromBuffer } from 'file-type'

/** So many first bytes decide what a file is. */
export const SNIFF_BYTES = 4_100

/** The type that a file's first bytes tell, or null for text and whatever else has no signature. */
export async function sniffMime(head: Uint8Array): Promise<string | null> {
  const type = await fileTypeFromBuffer(head)
  return type?.mime ?? null
}
