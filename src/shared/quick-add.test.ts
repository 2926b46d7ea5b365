import { describe, expect, it } from 'vitest'
import { memberCalled, readQuickTask, type QuickTask } from './quick-add.ts'
import type { QuickLanguage } from './quick-add-words.ts'

/** A Sunday, 16:20. */
const nowLocal = '2026-11-22T16:20'

type Case = [line: string, expected: QuickTask]

const ES: Case[] = [
  [
    'Llamar a Regina mañana 10 #cotización @ana',
    { title: 'Llamar a Regina', dueLocal: '2026-11-23T10:00', type: 'quote', assignee: 'ana' },
  ],
  ['Llamar a Regina', { title: 'Llamar a Regina', type: 'call' }],
  ['Enviar render', { title: 'Enviar render' }],
  ['Enviar render hoy', { title: 'Enviar render', dueLocal: '2026-11-22' }],
  ['Enviar render HOY a las 18:30', { title: 'Enviar render', dueLocal: '2026-11-22T18:30' }],
  ['Enviar 3 sillas mañana', { title: 'Enviar 3 sillas', dueLocal: '2026-11-23' }],
  ['mañana llamar a Luis', { title: 'llamar a Luis', dueLocal: '2026-11-23', type: 'call' }],
  ['Cotizar mesa pasado mañana', { title: 'Cotizar mesa', dueLocal: '2026-11-24', type: 'quote' }],
  ['Medir cocina mañana por la mañana', { title: 'Medir cocina', dueLocal: '2026-11-23T09:00' }],
  ['Medir cocina mañana por la tarde', { title: 'Medir cocina', dueLocal: '2026-11-23T16:00' }],
  ['Medir cocina el viernes', { title: 'Medir cocina', dueLocal: '2026-11-27' }],
  ['Medir cocina para el viernes a las 9', { title: 'Medir cocina', dueLocal: '2026-11-27T09:00' }],
  ['Medir cocina el domingo', { title: 'Medir cocina', dueLocal: '2026-11-29' }],
  ['Medir el lunes que viene 11', { title: 'Medir', dueLocal: '2026-11-23T11:00' }],
  [
    'Reunión con Diego miércoles 5 de la tarde',
    { title: 'Reunión con Diego', dueLocal: '2026-11-25T17:00', type: 'meeting' },
  ],
  ['Junta sábado 5', { title: 'Junta', dueLocal: '2026-11-28T17:00', type: 'meeting' }],
  ['Cobrar en 3 días', { title: 'Cobrar', dueLocal: '2026-11-25' }],
  ['Cobrar en una semana', { title: 'Cobrar', dueLocal: '2026-11-29' }],
  ['Cobrar en un mes', { title: 'Cobrar', dueLocal: '2026-12-22' }],
  ['Responder en 2 horas', { title: 'Responder', dueLocal: '2026-11-22T18:20', type: 'message' }],
  ['Responder dentro de 30 min', { title: 'Responder', dueLocal: '2026-11-22T16:50', type: 'message' }],
  ['Entregar el 5 de diciembre', { title: 'Entregar', dueLocal: '2026-12-05' }],
  ['Entregar el 5 de enero 10:15', { title: 'Entregar', dueLocal: '2027-01-05T10:15' }],
  ['Entregar 5 dic', { title: 'Entregar', dueLocal: '2026-12-05' }],
  ['Entregar 5/12', { title: 'Entregar', dueLocal: '2026-12-05' }],
  ['Entregar 5/1/2027 a las 8', { title: 'Entregar', dueLocal: '2027-01-05T08:00' }],
  ['Entregar el 30', { title: 'Entregar', dueLocal: '2026-11-30' }],
  ['Entregar el 15', { title: 'Entregar', dueLocal: '2026-12-15' }],
  ['Entregar a fin de mes', { title: 'Entregar', dueLocal: '2026-11-30' }],
  ['Entregar la próxima semana', { title: 'Entregar', dueLocal: '2026-11-23' }],
  ['Llamar a las 5', { title: 'Llamar', dueLocal: '2026-11-22T17:00', type: 'call' }],
  ['Llamar a las 9', { title: 'Llamar', dueLocal: '2026-11-23T09:00', type: 'call' }],
  ['Llamar 9:30', { title: 'Llamar', dueLocal: '2026-11-23T09:30', type: 'call' }],
  ['Llamar al mediodía', { title: 'Llamar', dueLocal: '2026-11-23T12:00', type: 'call' }],
  ['Llamar a Regina !', { title: 'Llamar a Regina', type: 'call', priority: 'high' }],
  [
    '!! Llamar a Regina mañana',
    { title: 'Llamar a Regina', dueLocal: '2026-11-23', type: 'call', priority: 'high' },
  ],
  ['Revisar nogal #urgente #taller', { title: 'Revisar nogal', labels: ['urgente', 'taller'] }],
  ['Escribir a ana@nogal.example', { title: 'Escribir a ana@nogal.example', type: 'message' }],
  ['Segunda llamada a Regina', { title: 'Segunda llamada a Regina' }],
  ['Decir que no mañana', { title: 'Decir que no', dueLocal: '2026-11-23' }],
  ['Mandar mesa 2.20 a Mariana', { title: 'Mandar mesa 2.20 a Mariana', type: 'message' }],
  ['mañana', { title: 'mañana', dueLocal: '2026-11-23' }],
  ['', { title: '' }],
]

const EN: Case[] = [
  [
    'Call Regina tomorrow 10 #quote @ana',
    { title: 'Call Regina', dueLocal: '2026-11-23T10:00', type: 'quote', assignee: 'ana' },
  ],
  ['Call Regina tomorrow at 5pm', { title: 'Call Regina', dueLocal: '2026-11-23T17:00', type: 'call' }],
  ['Call Regina tomorrow at 5 pm', { title: 'Call Regina', dueLocal: '2026-11-23T17:00', type: 'call' }],
  ['Meet Diego on Friday at 9:30am', { title: 'Meet Diego', dueLocal: '2026-11-27T09:30', type: 'meeting' }],
  ['Meet Diego next Monday', { title: 'Meet Diego', dueLocal: '2026-11-23', type: 'meeting' }],
  ['Send sample by Wed', { title: 'Send sample', dueLocal: '2026-11-25' }],
  ['Send sample in 3 days', { title: 'Send sample', dueLocal: '2026-11-25' }],
  ['Send sample in a week', { title: 'Send sample', dueLocal: '2026-11-29' }],
  ['Reply in 45 minutes', { title: 'Reply', dueLocal: '2026-11-22T17:05', type: 'message' }],
  ['Invoice on December 5th', { title: 'Invoice', dueLocal: '2026-12-05' }],
  ['Invoice 12/5', { title: 'Invoice', dueLocal: '2026-12-05' }],
  ['Invoice on the 15th', { title: 'Invoice', dueLocal: '2026-12-15' }],
  ['Invoice the day after tomorrow', { title: 'Invoice', dueLocal: '2026-11-24' }],
  ['Invoice end of month', { title: 'Invoice', dueLocal: '2026-11-30' }],
  ['Follow up next week', { title: 'Follow up', dueLocal: '2026-11-23' }],
  ['Follow up tomorrow in the morning', { title: 'Follow up', dueLocal: '2026-11-23T09:00' }],
  ['Follow up tonight', { title: 'Follow up', dueLocal: '2026-11-22T20:00' }],
  ['Order 12 boards today', { title: 'Order 12 boards', dueLocal: '2026-11-22' }],
  ['Buy oak 2026-12-01', { title: 'Buy oak', dueLocal: '2026-12-01' }],
  ['Quote table at noon', { title: 'Quote table', dueLocal: '2026-11-23T12:00', type: 'quote' }],
]

const PT: Case[] = [
  [
    'Ligar para Regina amanhã 10 #orçamento @ana',
    { title: 'Ligar para Regina', dueLocal: '2026-11-23T10:00', type: 'quote', assignee: 'ana' },
  ],
  ['Ligar amanhã às 15h30', { title: 'Ligar', dueLocal: '2026-11-23T15:30', type: 'call' }],
  ['Ligar hoje às 18h', { title: 'Ligar', dueLocal: '2026-11-22T18:00', type: 'call' }],
  ['Enviar amostra depois de amanhã', { title: 'Enviar amostra', dueLocal: '2026-11-24' }],
  ['Enviar amostra na sexta', { title: 'Enviar amostra', dueLocal: '2026-11-27' }],
  ['Enviar amostra na sexta-feira às 9', { title: 'Enviar amostra', dueLocal: '2026-11-27T09:00' }],
  [
    'Reunião com Diego segunda 14',
    { title: 'Reunião com Diego', dueLocal: '2026-11-23T14:00', type: 'meeting' },
  ],
  ['Reunião terça 3 da tarde', { title: 'Reunião', dueLocal: '2026-11-24T15:00', type: 'meeting' }],
  ['Cobrar em 3 dias', { title: 'Cobrar', dueLocal: '2026-11-25' }],
  ['Cobrar em uma semana', { title: 'Cobrar', dueLocal: '2026-11-29' }],
  ['Entregar 5 de dezembro', { title: 'Entregar', dueLocal: '2026-12-05' }],
  ['Entregar dia 15', { title: 'Entregar', dueLocal: '2026-12-15' }],
  ['Entregar 05/12', { title: 'Entregar', dueLocal: '2026-12-05' }],
  ['Entregar semana que vem', { title: 'Entregar', dueLocal: '2026-11-23' }],
  [
    'Escrever para Luís amanhã de manhã',
    { title: 'Escrever para Luís', dueLocal: '2026-11-23T09:00', type: 'message' },
  ],
  [
    'Cotar mesa no fim do mês !',
    { title: 'Cotar mesa', dueLocal: '2026-11-30', type: 'quote', priority: 'high' },
  ],
]

const ALL: [QuickLanguage, Case[]][] = [
  ['es', ES],
  ['en', EN],
  ['pt', PT],
]

describe.each(ALL)('[TSK-1] a task in one line, in %s', (language, cases) => {
  it.each(cases)('%j', (line, expected) => {
    expect(readQuickTask(line, { nowLocal, language })).toEqual(expected)
  })
})

describe('a line that means to break it', () => {
  it.each([
    '9'.repeat(5000),
    '#'.repeat(500),
    '@ @ # ! mañana '.repeat(300),
    'el '.repeat(2000),
    '\u202e mañana 10',
  ])('is read, and in no time', (line) => {
    const start = performance.now()
    expect(typeof readQuickTask(line, { nowLocal, language: 'es' }).title).toBe('string')
    expect(performance.now() - start).toBeLessThan(500)
  })
})

describe('a member called', () => {
  const members = [{ name: 'Mariana Ríos' }, { name: 'Ana Beltrán' }, { name: 'Diego Peña' }]
  it.each([
    ['ana', 'Ana Beltrán'],
    ['rios', 'Mariana Ríos'],
    ['Peña', 'Diego Peña'],
    ['diego.pe', 'Diego Peña'],
  ])('%s is %s', (called, name) => expect(memberCalled(members, called)?.name).toBe(name))
  it('by a name that nobody has is nobody', () => expect(memberCalled(members, 'zoe')).toBeUndefined())
})
