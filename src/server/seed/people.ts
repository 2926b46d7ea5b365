import type { Locale } from '../../shared/countries.ts'
import type { Role } from '../../shared/permissions.ts'
import type { ChannelKey, PersonKey } from './plan/lines.ts'

export interface DemoPerson {
  name: string
  email: string
  locale?: Locale
}

/** `.example` belongs to nobody: no mail can leave for these addresses. */
export const PEOPLE: Readonly<Record<PersonKey, DemoPerson>> = {
  mariana: { name: 'Mariana Ríos', email: 'mariana@nogalylino.example' },
  diego: { name: 'Diego Paredes', email: 'diego@nogalylino.example' },
  ana: { name: 'Ana Beltrán', email: 'ana@nogalylino.example' },
  tomas: { name: 'Tomás Quiroga', email: 'tomas@nogalylino.example' },
  bruno: { name: 'Bruno Salcedo', email: 'bruno@nogalylino.example' },
  camila: { name: 'Camila Duarte', email: 'camila@nogalylino.example', locale: 'pt-BR' },
  ivan: { name: 'Iván Robles', email: 'ivan@nogalylino.example' },
  paula: { name: 'Paula Quintero', email: 'paula@sonrisasur.example' },
  yuliana: { name: 'Yuliana Torres', email: 'yuliana@sonrisasur.example' },
}

export interface DemoWorkspace {
  slug: string
  name: string
  country: string
  utcOffsetHours: number
  owner: PersonKey
  members: readonly { who: PersonKey; role: Role }[]
  channels: readonly { key: ChannelKey; name: string }[]
}

export const NOGAL: DemoWorkspace = {
  slug: 'nogal-y-lino',
  name: 'Nogal & Lino',
  country: 'MX',
  utcOffsetHours: -6,
  owner: 'mariana',
  members: [
    { who: 'ana', role: 'agent' },
    { who: 'diego', role: 'admin' },
    { who: 'tomas', role: 'agent' },
    { who: 'bruno', role: 'agent' },
    { who: 'camila', role: 'agent' },
    { who: 'ivan', role: 'viewer' },
  ],
  channels: [
    { key: 'ventas', name: 'WhatsApp Ventas' },
    { key: 'taller', name: 'WhatsApp Taller' },
  ],
}

export const DENTAL: DemoWorkspace = {
  slug: 'dental-sonrisa-sur',
  name: 'Dental Sonrisa Sur',
  country: 'CO',
  utcOffsetHours: -5,
  owner: 'paula',
  members: [
    { who: 'yuliana', role: 'agent' },
    { who: 'ana', role: 'agent' },
    { who: 'mariana', role: 'admin' },
  ],
  channels: [{ key: 'dental', name: 'WhatsApp Citas' }],
}
