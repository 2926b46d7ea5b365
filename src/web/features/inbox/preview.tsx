import { Contact, FileText, Image, MapPin, Mic, Sticker, Video } from 'lucide-react'
import type { ComponentType } from 'react'
import type { PlainKey } from '../../i18n/catalogue.ts'

interface Kind {
  icon: ComponentType<{ className?: string }>
  label: PlainKey
}

const KINDS: Record<string, Kind> = {
  image: { icon: Image, label: 'message.image' },
  audio: { icon: Mic, label: 'message.audio' },
  video: { icon: Video, label: 'message.video' },
  document: { icon: FileText, label: 'message.document' },
  sticker: { icon: Sticker, label: 'message.sticker' },
  location: { icon: MapPin, label: 'message.location' },
  contacts: { icon: Contact, label: 'message.contact' },
}

/** What a message without words is called: a picture, a voice note … */
export function kindOf(type: string): Kind | null {
  return KINDS[type] ?? null
}
