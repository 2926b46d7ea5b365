import { describe, expect, it } from 'vitest'
import { rawRow } from '../../imports/reading/raw-row.ts'
import { csvLine, safeCell } from './safe-cell.ts'

const SIGNS = ['=', '+', '-', '@', '|', '\uff1d', '\uff0b', '\uff0d', '\uff20', '\uff5c']
const BODIES = ["cmd|' /C calc'!A0", 'HYPERLINK("http://x","y")', '1+1']
const FRONTS = ['', ' ', '\t', '\r', '\n', '\u00a0', '\u200b', '\ufeff', '\u0001']

const PAYLOADS = [
  ...SIGNS.flatMap((sign) => BODIES.map((body) => sign + body)),
  ...FRONTS.flatMap((front) => SIGNS.slice(0, 4).map((sign) => `${front}${sign}SUM(A1)`)),
  '\tnothing',
  '\rnothing',
]

describe('a cell for a spreadsheet', () => {
  it('[CON-5] is told to be text where it could be a formula, in all sixty ways', () => {
    expect(PAYLOADS.length).toBeGreaterThanOrEqual(60)
    for (const payload of PAYLOADS) expect(safeCell(payload), JSON.stringify(payload)).toBe(`'${payload}`)
  })

  it.each(['Ana', '1+1', "'t Hooft", 'a=b', '', '2026-11-22', 'ana@x.mx', '¿Sí?'])(
    'stays as it is: %j',
    (text) => {
      expect(safeCell(text)).toBe(text)
    },
  )

  it('comes back without the quote', () => {
    for (const sign of SIGNS) expect(rawRow([safeCell(`${sign}x`)]).cells).toEqual([`${sign}x`])
    expect(rawRow(["'t Hooft"]).cells).toEqual(["'t Hooft"])
  })

  it('is quoted in CSV wherever it could be misread', () => {
    expect(csvLine(['a,b', 'c"d', '=x', 'e\nf', 'g;h', 'plain'])).toBe(
      '"a,b","c""d","\'=x","e\nf","g;h",plain\r\n',
    )
  })
})
