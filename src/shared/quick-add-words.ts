import type { TaskType } from './tasks.ts'

/** The words of the quick add, folded: lower case, no accents. All three languages at once. */
export type QuickLanguage = 'es' | 'en' | 'pt'

export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

const table = <T>(rows: Record<string, T>): ReadonlyMap<string, T> =>
  new Map(Object.entries(rows).flatMap(([words, value]) => words.split(' ').map((word) => [word, value])))

export const TYPE_VERBS = table<TaskType>({
  'llamar llama llamale llamarle marcar marcarle telefonear call phone ring ligar liga telefonar': 'call',
  'escribir escribirle mensajear avisar responder contestar recordarle message text write reply email mandar enviarle escrever mensagem':
    'message',
  'reunion reunirse junta cita visita visitar meet meeting visit reuniao encontro encontrar': 'meeting',
  'cotizar cotizacion presupuestar presupuesto quote cotar orcar orcamento cotacao': 'quote',
})

export const TYPE_TAGS = table<TaskType>({
  'llamada llamar call ligacao ligar telefono telefone phone': 'call',
  'mensaje mensagem message whatsapp correo email': 'message',
  'reunion reuniao meeting cita visita visit': 'meeting',
  'cotizacion cotizar cotacao orcamento presupuesto quote quotation': 'quote',
})

/** Days from today. */
export const NEAR_DAYS = table<number>({
  'hoy today hoje': 0,
  'manana tomorrow tmrw amanha': 1,
})

/** 0 for Sunday. */
export const WEEKDAYS = table<number>({
  'domingo sunday': 0,
  'lunes monday segunda-feira': 1,
  'martes tuesday terca-feira': 2,
  'miercoles wednesday quarta-feira': 3,
  'jueves thursday quinta-feira': 4,
  'viernes friday sexta-feira': 5,
  'sabado saturday': 6,
})

/** Ordinals in Spanish, days in Portuguese; short forms that are words elsewhere. */
export const OWN_WEEKDAYS: Readonly<Record<QuickLanguage, ReadonlyMap<string, number>>> = {
  es: new Map(),
  en: table<number>({ sun: 0, mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6 }),
  pt: table<number>({ segunda: 1, terca: 2, quarta: 3, quinta: 4, sexta: 5 }),
}

export const MONTHS = table<number>({
  'enero january janeiro ene jan': 1,
  'febrero february fevereiro feb fev': 2,
  'marzo march marco': 3,
  'abril april abr apr': 4,
  'mayo may maio': 5,
  'junio june junho jun': 6,
  'julio july julho jul': 7,
  'agosto august ago aug': 8,
  'septiembre setiembre september setembro sep sept': 9,
  'octubre october outubro oct': 10,
  'noviembre november novembro nov': 11,
  'diciembre december dezembro dic dec dez': 12,
})

/** Of spans: "en 3 días". */
export const UNITS = table<'minute' | 'hour' | 'day' | 'week' | 'month'>({
  'minuto minutos minute minutes min mins': 'minute',
  'hora horas hour hours h': 'hour',
  'dia dias day days': 'day',
  'semana semanas week weeks': 'week',
  'mes meses month months': 'month',
})

export const NUMBERS = table<number>({
  'un una uno um uma a an one': 1,
  'dos two dois duas': 2,
  'tres three': 3,
  'cuatro four quatro': 4,
  'cinco five': 5,
  'quince quinze fifteen': 15,
  'treinta trinta thirty': 30,
})

/** Phrases for a day, the longest first: days from today, or a place in the calendar. */
export const DAY_PHRASES: readonly (readonly [string, number | 'next-week' | 'month-end'])[] = [
  ['the day after tomorrow', 2],
  ['day after tomorrow', 2],
  ['depois de amanha', 2],
  ['pasado manana', 2],
  ['la semana que viene', 'next-week'],
  ['la proxima semana', 'next-week'],
  ['semana que viene', 'next-week'],
  ['proxima semana', 'next-week'],
  ['na proxima semana', 'next-week'],
  ['semana que vem', 'next-week'],
  ['next week', 'next-week'],
  ['a fin de mes', 'month-end'],
  ['fin de mes', 'month-end'],
  ['end of the month', 'month-end'],
  ['end of month', 'month-end'],
  ['no fim do mes', 'month-end'],
  ['fim do mes', 'month-end'],
]

/** Parts of a day, the longest first. */
export const HOUR_PHRASES: readonly (readonly [string, string])[] = [
  ['por la manana', '09:00'],
  ['en la manana', '09:00'],
  ['in the morning', '09:00'],
  ['pela manha', '09:00'],
  ['de manha', '09:00'],
  ['por la tarde', '16:00'],
  ['en la tarde', '16:00'],
  ['in the afternoon', '16:00'],
  ['a tarde', '16:00'],
  ['de tarde', '16:00'],
  ['por la noche', '20:00'],
  ['en la noche', '20:00'],
  ['esta noche', '20:00'],
  ['in the evening', '20:00'],
  ['tonight', '20:00'],
  ['a noite', '20:00'],
  ['de noite', '20:00'],
  ['al mediodia', '12:00'],
  ['a mediodia', '12:00'],
  ['mediodia', '12:00'],
  ['at noon', '12:00'],
  ['noon', '12:00'],
  ['ao meio-dia', '12:00'],
  ['meio-dia', '12:00'],
]

/** Behind an hour: which half of the day it is in. */
export const HALVES: readonly (readonly [string, 'am' | 'pm'])[] = [
  ['de la manana', 'am'],
  ['da manha', 'am'],
  ['in the morning', 'am'],
  ['de la tarde', 'pm'],
  ['de la noche', 'pm'],
  ['da tarde', 'pm'],
  ['da noite', 'pm'],
  ['in the afternoon', 'pm'],
  ['in the evening', 'pm'],
  ['am', 'am'],
  ['a.m', 'am'],
  ['pm', 'pm'],
  ['p.m', 'pm'],
]

/** What may lead to a time, and goes with it, by language: "no" is a word of its own in Spanish. */
export const LEADS: Readonly<Record<QuickLanguage, ReadonlySet<string>>> = {
  es: new Set('el este esta proximo proxima para dia'.split(' ')),
  en: new Set('on by the next this for coming'.split(' ')),
  pt: new Set('na no nesta neste proxima proximo para ate dia em'.split(' ')),
}

/** Behind a weekday: "el lunes que viene", "lunes próximo". */
export const TRAILS: readonly string[] = ['que viene', 'que vem', 'proximo', 'proxima']
