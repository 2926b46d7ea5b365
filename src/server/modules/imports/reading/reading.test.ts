import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { newId } from '../../../../shared/ids.ts'
import { createStorage, type Storage } from '../../../platform/storage/index.ts'
import { BadFileError } from './bad-file.ts'
import { detectDelimiter } from './delimiter.ts'
import type { RawRow } from './raw-row.ts'
import { formOf, rowsOf } from './read-file.ts'

let root: string
let storage: Storage
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'crm-reading-'))
  storage = createStorage(root)
})
afterAll(() => rm(root, { recursive: true, force: true }))

async function given(bytes: Buffer) {
  const file = { storage, workspaceId: newId('workspace'), fileId: newId('attachment') }
  const source = Readable.from([bytes.subarray(0, 7), bytes.subarray(7)])
  await storage.write({
    workspaceId: file.workspaceId,
    attachmentId: file.fileId,
    source,
    maxBytes: 60_000_000,
  })
  return file
}

async function read(bytes: Buffer) {
  const file = await given(bytes)
  const form = await formOf(file)
  const rows: RawRow[] = await Readable.from(rowsOf(file, form)).toArray()
  return { form, rows, cells: rows.map((row) => row.cells) }
}

const refusal = async (bytes: Buffer) => {
  const error = await read(bytes).catch((caught: unknown) => caught)
  if (!(error instanceof BadFileError)) throw new Error(`not refused: ${JSON.stringify(error)}`)
  return { code: error.code, line: error.line }
}

function zip(parts: Record<string, string | Buffer>, options: { compress?: boolean } = {}): Promise<Buffer> {
  const file = new ZipFile()
  for (const [name, content] of Object.entries(parts))
    file.addBuffer(Buffer.from(content as string), name, options)
  file.end()
  return buffer(file.outputStream as Readable)
}

const workbook = (sheet: string, more: Record<string, string | Buffer> = {}) =>
  zip({
    'xl/workbook.xml':
      '<workbook xmlns:r="r"><sheets><sheet name="Clientes" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
    ...more,
  })

describe('a CSV file', () => {
  it.each([
    ['utf-8', Buffer.from('Ñandú,é\n1,2')],
    ['utf-8', Buffer.from('\ufeffÑandú,é\n1,2')],
    ['windows-1252', Buffer.from('Ñandú,é\n1,2', 'latin1')],
    ['utf-16le', Buffer.from('\ufeffÑandú,é\n1,2', 'utf16le')],
    ['utf-16le', Buffer.from('Ñandú,é\n1,2', 'utf16le')],
    ['utf-16be', Buffer.from('\ufeffÑandú,é\n1,2', 'utf16le').swap16()],
  ])('is read in its own encoding: %s', async (encoding, bytes) => {
    const { form, cells } = await read(bytes)
    expect(form).toMatchObject({ encoding })
    expect(cells).toEqual([
      ['Ñandú', 'é'],
      ['1', '2'],
    ])
  })

  it('with encodings mixed is read whole, its wrong letters shown as such', async () => {
    const { cells } = await read(
      Buffer.concat([Buffer.from('Nombre,X\nÑandú,1\n'), Buffer.from('Peña,2\n', 'latin1')]),
    )
    expect(cells).toHaveLength(3)
    expect(cells[2]?.[0]).toBe('Peña')
  })

  it.each([
    [',', 'a,b,c\n1,2,3'],
    [';', 'a;b;c\n1,5;2;3'],
    ['\t', 'a\tb\n1,2\t3;4'],
    ['|', 'a|b|c\n"x,y,z,w"|2|3'],
  ])('is cut at what parts its columns: %j', (delimiter, text) => {
    expect(detectDelimiter(text)).toBe(delimiter)
  })

  it('bears what people write: quotes in cells, ragged rows, blank lines, any line end', async () => {
    const { cells } = await read(
      Buffer.from('a,b,c\r\n"x ""y""",5" tubo,3\n\n1\r\n"dos\nlíneas",2,3,4,,\n,,,\n'),
    )
    expect(cells).toEqual([['a', 'b', 'c'], ['x "y"', '5" tubo', '3'], ['1'], ['dos\nlíneas', '2', '3', '4']])
  })

  it('whose quote never closes is refused, with the line', async () => {
    const { code, line } = await refusal(Buffer.from('a,b\n1,2\n"3,4\n5,6\n'))
    expect(code).toBe('open_quote')
    expect(line).toBeGreaterThanOrEqual(3)
  })

  it('keeps of a cell of a megabyte only enough to find it', async () => {
    const { rows } = await read(Buffer.from(`a,b\n${'x'.repeat(1_000_000)},2\nok,3`))
    expect(rows.map(({ flaw }) => flaw)).toEqual([null, 'cell_too_long', null])
    expect(rows[1]?.cells[0]?.length).toBe(100)
  })

  it('holds nothing that cannot be stored', async () => {
    const { cells } = await read(Buffer.from('a,b\nx\u0001y\u001bz,\u0007'))
    expect(cells[1]).toEqual(['xyz'])
  })
})

describe('a workbook', () => {
  it('is read by its cells: shared and own texts, numbers, dates, gaps, formulas by their results', async () => {
    const bytes = await workbook(
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>Tel</t></is></c></row>' +
        '<row/><row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" s="1"><v>45000.5</v></c>' +
        '<c r="C3"><v>5.21551234567E12</v></c><c r="D3" t="str"><f>1+1</f><v>dos</v></c><c r="E3" t="b"><v>1</v></c><c r="F3" t="e"><v>#N/A</v></c></row>',
      {
        'xl/sharedStrings.xml':
          '<sst><si><t>Nombre</t></si><si><r><t>An</t></r><r><t>a &amp; E</t></r><rPh><t>x</t></rPh></si></sst>',
        'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>',
      },
    )
    const { form, cells } = await read(bytes)
    expect(form).toEqual({ kind: 'xlsx', sheet: 'Clientes' })
    expect(cells).toEqual([
      ['Nombre', '', 'Tel'],
      ['Ana & E', '2023-03-15 12:00:00', '5215512345670', 'dos', 'true'],
    ])
  })

  it('that unpacks into too much is refused before it is unpacked', async () => {
    const sheet = Buffer.concat([Buffer.from('<worksheet><sheetData>'), Buffer.alloc(30_000_000, 0x20)])
    expect(await refusal(await workbook('', { 'xl/other.xml': sheet }))).toMatchObject({ code: 'zip_bomb' })
    const many = Object.fromEntries(Array.from({ length: 1_100 }, (_, n) => [`xl/p${n}.xml`, 'x']))
    expect(await refusal(await workbook('', many))).toMatchObject({ code: 'zip_bomb' })
  })

  it('that lies about its sizes is refused', async () => {
    const bytes = await workbook('<row><c t="inlineStr"><is><t>x</t></is></c></row>'.repeat(2_000))
    const name = Buffer.from('xl/worksheets/sheet1.xml')
    const central = bytes.lastIndexOf(name) - 46
    bytes.writeUInt32LE(10, central + 24)
    expect(await refusal(bytes)).toMatchObject({ code: 'broken_zip' })
  })

  it('that defines entities to swell is refused', async () => {
    const bytes = await workbook('', {
      'xl/sharedStrings.xml':
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>',
    })
    expect(await refusal(bytes)).toMatchObject({ code: 'broken_zip' })
  })

  it('without a sheet, or cut short, is refused', async () => {
    expect(await refusal(await zip({ 'hello.txt': 'x' }))).toMatchObject({ code: 'no_sheet' })
    const whole = await workbook('<row><c t="n"><v>1</v></c></row>')
    expect(await refusal(whole.subarray(0, whole.length - 40))).toMatchObject({ code: 'broken_zip' })
  })
})
