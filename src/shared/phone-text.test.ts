import { describe, expect, it } from 'vitest'
import { digitsOf } from './phone.ts'
import { phoneText } from './phone-text.ts'

describe('a phone as people read it', () => {
  it.each([
    ['+523300000112', '+52 33 0000 0112'],
    ['+526641234567', '+52 664 123 4567'],
    ['+5215512345678', '+52 1 55 1234 5678'],
    ['+5216641234567', '+52 1 664 123 4567'],
    ['+5511912345678', '+55 11 91234 5678'],
    ['+551133334444', '+55 11 3333 4444'],
    ['+5491122334455', '+54 9 11 2233 4455'],
    ['+541122334455', '+54 11 2233 4455'],
    ['+573001234567', '+57 300 123 4567'],
    ['+56912345678', '+56 9 1234 5678'],
    ['+51912345678', '+51 912 345 678'],
    ['+50212345678', '+502 1234 5678'],
    ['+595981123456', '+595 981 123 456'],
    ['+59899123456', '+598 99 123 456'],
    ['+593991234567', '+593 99 123 4567'],
    ['+34612345678', '+34 612 345 678'],
    ['+351912345678', '+351 912 345 678'],
    ['+13055550123', '+1 305 555 0123'],
    ['+447911123456', '+447 911 123 456'],
  ])('%s is %s', (phone, text) => {
    expect(phoneText(phone)).toBe(text)
  })

  it('loses and adds no digit, whatever the number', () => {
    for (let length = 6; length <= 15; length++)
      for (const start of ['1', '52', '54', '55', '507', '591', '49', '999']) {
        const digits = start + '1234567890123456'.slice(0, length - start.length)
        expect(digitsOf(phoneText(`+${digits}`))).toBe(digits)
        expect(phoneText(`+${digits}`)).not.toMatch(/ {2}| $/)
      }
  })

  it.each(['', 'ana@nogal.mx', '+', '+12', '33 0000 0112'])('leaves what is none alone: %s', (text) => {
    expect(phoneText(text)).toBe(text)
  })
})
