import { describe, expect, it } from 'vitest'
import { readRow, type RowContext } from './read-row.ts'

const context: RowContext = {
  mapping: ['phone'],
  fields: new Map(),
  decimal: '.',
  dateOrder: 'dmy',
  phoneCode: '52',
  currency: 'MXN',
  memberOf: () => undefined,
}

const phonesOf = (text: string) => {
  const read = readRow([text], context)
  return 'incoming' in read ? read.incoming.phones.map(({ value }) => value) : read.problem.kind
}

describe('a phone in a file', () => {
  it.each([
    '5512345678',
    '55 1234 5678',
    '55-1234-5678',
    '55.1234.5678',
    '(55) 1234-5678',
    '(55)12345678',
    '+525512345678',
    '+52 55 1234 5678',
    '+52 (55) 1234 5678',
    '(+52) 55 1234 5678',
    '+(52) 55 1234 5678',
    '0052 55 1234 5678',
    '00 52 55 1234 5678',
    '52 55 1234 5678',
    '525512345678',
    'tel:+525512345678',
    'Tel. 55 1234 5678',
    'Cel: 55 1234 5678',
    'WhatsApp +52 55 1234 5678',
    'móvil 55 1234 5678',
    'https://wa.me/525512345678',
    'wa.me/525512345678?text=hola',
    'https://api.whatsapp.com/send?phone=525512345678',
    '525512345678@s.whatsapp.net',
    '\u202a+52 55 1234 5678\u202c',
    '+52\u00a055\u00a01234\u00a05678',
    '55\u20131234\u20135678',
    '+52 55 1234 5678',
    '  55 1234 5678  ',
    '+52\t55\t1234\t5678',
    '０５５１２３４５６７８',
  ])('is one line, however it is written: %s', (text) => {
    expect(phonesOf(text)).toEqual(['525512345678'])
  })

  it('may be one of several', () => {
    expect(phonesOf('55 1234 5678 / 55 8765 4321; +54 9 11 2345-6789')).toEqual([
      '525512345678',
      '525587654321',
      '5491123456789',
    ])
  })

  it.each(['12', 'no tiene', '5.51235E+09', '55 1234 5678 ext 12', '+', '123456789012345678'])(
    'is refused where it can be none: %s',
    (text) => expect(phonesOf(text)).toBe('bad_phone'),
  )
})
