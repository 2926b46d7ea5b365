import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCompany } from '../../src/server/modules/companies/index.ts'
import { addContact, findContact, listWholeContacts } from '../../src/server/modules/contacts/index.ts'
import {
  createLabel,
  deleteLabel,
  labelsOf,
  restoreLabels,
  setLabels,
  updateLabel,
} from '../../src/server/modules/labels/index.ts'
import {
  addRecordNote,
  deleteNote,
  editNote,
  listChangedNotes,
  listNotes,
} from '../../src/server/modules/notes/index.ts'
import type { WorkspaceDb } from '../../src/server/platform/db/workspace-db.ts'
import { newId, recordKeyOf, type ContactId } from '../../src/shared/ids.ts'
import type { RecordRef } from '../../src/shared/records.ts'
import { givenBareWorkspace, type BareWorkspace } from '../harness/crm-records.ts'

const ana = { kind: 'user' as const, userId: newId('user') }
const luis = { kind: 'user' as const, userId: newId('user') }

let workspace: BareWorkspace
let db: WorkspaceDb
beforeAll(async () => {
  workspace = await givenBareWorkspace()
  db = workspace.db
})
afterAll(() => workspace.close())

const contact = () => addContact(db, { name: 'Regina' }, ana)
const ofContact = (recordId: ContactId) => ({ entity: 'contact', recordId }) as const
let labelCount = 0
const label = () => createLabel(db, { name: `Etiqueta ${++labelCount}`, color: 'verde' }, ana)
const namesOf = async (id: ContactId) => (await findContact(db, id)).labels.map(({ name }) => name)

describe('a label', () => {
  it('has a name of its own, whatever its case and accents', async () => {
    const { id } = await createLabel(db, { name: 'Ático', color: 'azul' }, ana)
    const again = createLabel(db, { name: 'atico', color: 'rosa' }, ana)
    await expect(again).rejects.toMatchObject({ code: 'ALREADY_EXISTS', details: { labelId: id } })
    expect(await updateLabel(db, { id, name: 'ATICO', color: 'gris' }, ana)).toEqual({
      id,
      name: 'ATICO',
      color: 'gris',
    })
  })

  it('goes from every record when it is deleted', async () => {
    const [{ id }, { id: labelId }] = [await contact(), await label()]
    await setLabels(db, { records: [ofContact(id)], add: [labelId], remove: [] }, ana)
    await deleteLabel(db, labelId, ana)
    expect(await namesOf(id)).toEqual([])
  })
})

describe('labels of many records', () => {
  it('go on and off together, and the undo gives each record back what it had', async () => {
    const [one, other, third] = [await contact(), await contact(), await contact()]
    const company = await createCompany(db, { name: 'Estudio' }, ana)
    const [a, b, c] = [await label(), await label(), await label()]
    await setLabels(db, { records: [ofContact(one.id)], add: [a.id], remove: [] }, ana)
    await setLabels(db, { records: [ofContact(other.id)], add: [b.id], remove: [] }, ana)
    const records: RecordRef[] = [
      ...[one, other, third, one].map(({ id }) => ofContact(id)),
      { entity: 'company', recordId: company.id },
    ]
    const change = await setLabels(db, { records, add: [a.id, c.id], remove: [b.id] }, ana)
    expect(change.changes).toHaveLength(4)
    expect(await namesOf(other.id)).toEqual([a.name, c.name])
    expect((await labelsOf(db, 'company', [company.id])).get(recordKeyOf(company.id))).toHaveLength(2)
    const undone = await restoreLabels(db, change, ana)
    expect(await Promise.all([one, other, third].map(({ id }) => namesOf(id)))).toEqual([
      [a.name],
      [b.name],
      [],
    ])
    expect((await restoreLabels(db, undone, ana)).changes).toHaveLength(4)
    expect(await namesOf(third.id)).toEqual([a.name, c.name])
  })

  it('stay as they are where one record or label is unknown', async () => {
    const [{ id }, { id: labelId }] = [await contact(), await label()]
    const strangers: Parameters<typeof setLabels>[1][] = [
      { records: [ofContact(id), ofContact(newId('contact'))], add: [labelId], remove: [] },
      { records: [ofContact(id)], add: [labelId, newId('label')], remove: [] },
      { records: [ofContact(id)], add: [labelId], remove: [newId('label')] },
    ]
    for (const input of strangers)
      await expect(setLabels(db, input, ana)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await namesOf(id)).toEqual([])
  })

  it('are told to who asks for changed contacts, and make nobody’s version stale', async () => {
    const [{ id }, { id: labelId }] = [await contact(), await label()]
    const since = new Date().toISOString()
    await setLabels(db, { records: [ofContact(id)], add: [labelId], remove: [] }, ana)
    const { items } = await listWholeContacts(db, { updatedSince: since, limit: 50 })
    expect(items).toMatchObject([{ id, version: 1, labels: [{ id: labelId }] }])
  })
})

describe('notes', () => {
  it('are listed newest first, each once over the pages', async () => {
    const record = ofContact((await contact()).id)
    for (const text of ['uno', 'dos', 'tres', 'cuatro', 'cinco'])
      await addRecordNote(db, { record, text }, ana)
    const texts: string[] = []
    let cursor: string | undefined
    do {
      const page = await listNotes(db, { record, cursor, limit: 2 })
      texts.push(...page.items.map(({ text }) => text))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(texts).toEqual(['cinco', 'cuatro', 'tres', 'dos', 'uno'])
  })

  it('are changed by their author and by admins, and by nobody who saw an older text', async () => {
    const record = ofContact((await contact()).id)
    const { id } = await addRecordNote(db, { record, text: 'Prefiere la tarde' }, ana)
    const edit = (text: string, actor = ana, mayChangeAll = false) =>
      editNote(db, { id, text, version: 1 }, { actor, mayChangeAll })
    await expect(edit('Otra cosa', luis)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await edit('Prefiere la mañana')).toMatchObject({ version: 2, authorId: ana.userId })
    await expect(edit('Tarde', luis, true)).rejects.toMatchObject({
      code: 'STALE_VERSION',
      details: { version: 2 },
    })
    const remove = (mayChangeAll: boolean) =>
      deleteNote(db, { id, now: new Date() }, { actor: luis, mayChangeAll })
    await expect(remove(false)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await remove(true)
    expect((await listNotes(db, { record, limit: 10 })).items).toEqual([])
    const changed = await listChangedNotes(db, { limit: 100 })
    expect(changed.items.at(-1)).toMatchObject({ id, deletedAt: expect.any(String) })
    await expect(edit('Demasiado tarde')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
