import { PassThrough, Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { safeCell } from './domain/safe-cell.ts'

/** What spreadsheets take in one cell. */
const CELL_LENGTH = 32_767
/** XML 1.0 has no way to write these. */
const UNWRITABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g
const PHONE = /^\+\d{7,15}$/

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const SHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const PARTS: Readonly<Record<string, string>> = {
  '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${SHEET}" xmlns:r="${OFFICE}"><sheets><sheet name="CRM" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
}

/** A workbook of one sheet (ECMA-376), written as its rows come. Every cell is text: nothing is a formula. */
export function xlsxStream(rows: AsyncIterable<readonly string[]>): Readable {
  const zip = new ZipFile()
  for (const [name, xml] of Object.entries(PARTS)) zip.addBuffer(Buffer.from(HEAD + xml), name)
  const sheet = Readable.from(sheetXml(rows))
  const out = new PassThrough()
  sheet.once('error', (error) => out.destroy(error))
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml')
  zip.end()
  zip.outputStream.pipe(out)
  return out
}

async function* sheetXml(rows: AsyncIterable<readonly string[]>): AsyncGenerator<string> {
  yield `${HEAD}<worksheet xmlns="${SHEET}"><sheetData>`
  for await (const cells of rows) yield `<row>${cells.map(cellXml).join('')}</row>`
  yield '</sheetData></worksheet>'
}

function cellXml(text: string): string {
  if (text === '') return '<c/>'
  // A phone is no formula in a cell of text, and should read as one.
  const safe = (PHONE.test(text) ? text : safeCell(text)).slice(0, CELL_LENGTH).toWellFormed()
  return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(safe)}</t></is></c>`
}

const escaped = (text: string): string =>
  text.replace(UNWRITABLE, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
