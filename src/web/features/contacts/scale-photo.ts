/** Pixels of each side: the largest avatar on a screen of twice the density, with room to spare. */
const SIDE = 256
/** What a phone's camera makes is scaled here; more than this would be slow to open. */
const MAX_BYTES = 20 * 1024 * 1024
const QUALITY = 0.86

export const PHOTO_TYPES = ['image/jpeg', 'image/png', 'image/webp']

export type PhotoProblem = 'contacts.photoWrongType' | 'contacts.photoTooBig'

/** The middle of a picture as a small square, or what is wrong with the file. */
export async function scalePhoto(file: File): Promise<File | PhotoProblem> {
  if (!PHOTO_TYPES.includes(file.type)) return 'contacts.photoWrongType'
  if (file.size > MAX_BYTES) return 'contacts.photoTooBig'
  const picture = await createImageBitmap(file).catch(() => null)
  const canvas = picture && squareOf(picture)
  picture?.close()
  const blob = canvas && ((await encode(canvas, 'image/webp')) ?? (await encode(canvas, 'image/jpeg')))
  if (!blob) return 'contacts.photoWrongType'
  return new File([blob], blob.type === 'image/webp' ? 'photo.webp' : 'photo.jpg', { type: blob.type })
}

function squareOf(picture: ImageBitmap): HTMLCanvasElement | null {
  const cut = Math.min(picture.width, picture.height)
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = Math.min(SIDE, cut)
  const context = canvas.getContext('2d')
  if (!context) return null
  // JPEG knows no transparency and would show black.
  context.fillStyle = 'white'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.imageSmoothingQuality = 'high'
  const [x, y] = [(picture.width - cut) / 2, (picture.height - cut) / 2]
  context.drawImage(picture, x, y, cut, cut, 0, 0, canvas.width, canvas.height)
  return canvas
}

/** A browser that cannot write a type writes PNG instead. */
async function encode(canvas: HTMLCanvasElement, type: string): Promise<Blob | null> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, QUALITY))
  return blob?.type === type ? blob : null
}
