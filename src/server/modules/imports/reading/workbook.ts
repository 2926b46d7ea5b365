import { BadFileError } from './bad-file.ts'
import { readXml } from './xml-events.ts'
import type { Parts } from './zip-file.ts'

/** What is needed to read the cells of a sheet (ECMA-376, part 1, §18). */
export interface Workbook {
  sheetName: string
  /** The name of the sheet's part. */
  sheetPart: string
  /** Texts that cells name by number. */
  strings: readonly string[]
  /** By the number of a cell's style: whether its number is a date. */
  isDateStyle: readonly boolean[]
  /** Days are counted from 1904 instead of 1900. */
  is1904: boolean
}

/** All texts together, in UTF-16 units: they are held in memory while the sheet is read. */
const MAX_STRINGS = 60 * 1024 * 1024

/** @throws BadFileError `no_sheet`, `broken_zip`, `zip_bomb` */
export async function readWorkbook(parts: Parts): Promise<Workbook> {
  if (!parts.has('xl/workbook.xml')) throw new BadFileError('no_sheet')
  const { sheets, is1904 } = await sheetsOf(parts)
  const targets = await targetsOf(parts)
  const sheet = sheets.find(({ isHidden }) => !isHidden)
  const target = sheet && targets.get(sheet.relation)
  if (!sheet || !target) throw new BadFileError('no_sheet')
  return {
    sheetName: sheet.name.slice(0, 60),
    sheetPart: target.startsWith('/') ? target.slice(1) : `xl/${target}`,
    strings: await stringsOf(parts),
    isDateStyle: await dateStylesOf(parts),
    is1904,
  }
}

async function sheetsOf(parts: Parts) {
  const sheets: { name: string; relation: string; isHidden: boolean }[] = []
  let is1904 = false
  await readXml(await parts.open('xl/workbook.xml'), {
    open: (name, attributes) => {
      if (name === 'workbookPr') is1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '')
      if (name !== 'sheet') return
      const relation = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? ''
      const isHidden = (attributes['state'] ?? 'visible') !== 'visible'
      sheets.push({ name: attributes['name'] ?? '', relation, isHidden })
    },
  })
  return { sheets, is1904 }
}

async function targetsOf(parts: Parts): Promise<Map<string, string>> {
  const targets = new Map<string, string>()
  await readXml(await parts.open('xl/_rels/workbook.xml.rels'), {
    open: (name, { Id = '', Target = '' }) => {
      if (name === 'Relationship') targets.set(Id, Target)
    },
  })
  return targets
}

/** A text may come in pieces of different looks; readings (`rPh`) of Asian words are no part of it. */
async function stringsOf(parts: Parts): Promise<string[]> {
  if (!parts.has('xl/sharedStrings.xml')) return []
  const strings: string[] = []
  const state = { text: '', isText: false, isReading: false, total: 0 }
  await readXml(await parts.open('xl/sharedStrings.xml'), {
    open: (name) => {
      if (name === 'si') state.text = ''
      if (name === 'rPh') state.isReading = true
      if (name === 't') state.isText = !state.isReading
    },
    text: (text) => {
      if (!state.isText) return
      state.total += text.length
      if (state.total > MAX_STRINGS) throw new BadFileError('zip_bomb')
      state.text += text
    },
    close: (name) => {
      if (name === 't') state.isText = false
      if (name === 'rPh') state.isReading = false
      if (name === 'si') strings.push(state.text)
    },
  })
  return strings
}

/** Formats of dates and times that need no definition (§18.8.30). */
const BUILT_IN_DATES = new Set([14, 15, 16, 17, 22, 27, 30, 36, 45, 46, 47, 50, 57])

async function dateStylesOf(parts: Parts): Promise<boolean[]> {
  if (!parts.has('xl/styles.xml')) return []
  const own = new Map<number, boolean>()
  const styles: boolean[] = []
  let isCellFormats = false
  await readXml(await parts.open('xl/styles.xml'), {
    open: (name, attributes) => {
      if (name === 'cellXfs') isCellFormats = true
      const format = Number(attributes['numFmtId'] ?? 0)
      if (name === 'numFmt') own.set(format, isDateFormat(attributes['formatCode'] ?? ''))
      if (name === 'xf' && isCellFormats) styles.push(own.get(format) ?? BUILT_IN_DATES.has(format))
    },
    close: (name) => {
      if (name === 'cellXfs') isCellFormats = false
    },
  })
  return styles
}

/** A format with days, months or years in it, quoted words and colours aside. */
function isDateFormat(code: string): boolean {
  return /[dmy]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''))
}
