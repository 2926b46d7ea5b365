import type { AttachmentDto } from '../../../shared/contracts/messages.ts'
import { textPdf } from './pdf.ts'
import { drawSticker } from './sticker.ts'
import { hummedWav } from './voice.ts'
import { drawBoard, drawSamples, drawTable } from './wood.ts'

interface BaseFile {
  kind: AttachmentDto['type']
  mime: string
  /** Documents have one. */
  fileName?: string
}

/** Bytes that are stored, or the reason why there are none. */
export type DemoFile = BaseFile & ({ make: () => Buffer } | { lacks: 'too_big' | 'failed' })

const png = (draw: () => Buffer): DemoFile => ({ kind: 'image', mime: 'image/png', make: once(draw) })
const pdf = (fileName: string, lines: readonly string[]): DemoFile => ({
  kind: 'document',
  mime: 'application/pdf',
  fileName,
  make: () => textPdf(lines),
})

const catalogue = {
  room: png(() => drawTable('oak', 11)),
  jacinta: png(() => drawTable('natural', 12)),
  tones: png(() => drawSamples('natural', 'dark', 13)),
  crack1: png(() => drawBoard('natural', { seed: 21, isCracked: true })),
  crack2: png(() => drawBoard('natural', { seed: 22, isCracked: true })),
  crack3: png(() => drawBoard('dark', { seed: 23, isCracked: true })),
  delivered: png(() => drawTable('dark', 31)),
  board: png(() => drawBoard('oak', { seed: 32 })),
  voice: { kind: 'audio', mime: 'audio/wav', make: () => hummedWav(12, 41) },
  reply: { kind: 'audio', mime: 'audio/wav', make: () => hummedWav(7, 42) },
  sticker: { kind: 'sticker', mime: 'image/png', make: drawSticker },
  walkthrough: { kind: 'video', mime: 'video/mp4', lacks: 'too_big' },
  expired: { kind: 'image', mime: 'image/jpeg', lacks: 'failed' },
  quote: pdf('Cotizacion NL-1187 Solorzano.pdf', [
    'Nogal & Lino - Cotización NL-1187',
    'Cliente: Arq. Regina Solórzano',
    'Mesa Jacinta 2.20 x 1.00 m, nogal natural, acabado mate',
    'Precio: MXN 28,400.00 IVA incluido',
    'Entrega: 5 semanas a partir del anticipo (50 %)',
    'Vigencia: 15 días',
  ]),
  hotelQuote: pdf('Cotizacion NL-1102 Hotel Ribera.pdf', [
    'Nogal & Lino - Cotización NL-1102',
    'Cliente: Hotel Ribera, Paola Nieves',
    '62 sillas Lino, roble, asiento tapizado',
    'Precio: MXN 412,000.00 más IVA',
    'Entrega: dos lotes de 31 piezas',
  ]),
  invoice: pdf('Factura A-2231.pdf', [
    'Nogal & Lino - Factura A-2231',
    'Receptor: Gabriela Núñez',
    '1 credenza Chapala, nogal',
    'Total: MXN 19,750.00',
  ]),
  tax: pdf('Constancia fiscal.pdf', ['Constancia de situación fiscal', 'Documento de muestra, sin validez']),
  referral: pdf('Orden odontologia.pdf', [
    'Orden de valoración por ortodoncia',
    'Documento de muestra, sin validez',
  ]),
} satisfies Record<string, DemoFile>

/** Drawing takes some 50 ms, and a picture may be sent more than once. */
function once(draw: () => Buffer): () => Buffer {
  let drawn: Buffer | undefined
  return () => (drawn ??= draw())
}

export type FileName = keyof typeof catalogue

export const DEMO_FILES: Readonly<Record<FileName, DemoFile>> = catalogue
