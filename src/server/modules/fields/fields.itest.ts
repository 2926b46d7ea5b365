import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { givenBareWorkspace, type BareWorkspace } from '../../../../test/harness/crm-records.ts'
import { newId, recordKeyOf, type ContactId } from '../../../shared/ids.ts'
import { own } from '../../platform/db/workspace-db.ts'
import { contacts, fieldValues, jobs, memberships } from '../../schema/index.ts'
import { checkCustom } from './check-custom.ts'
import { createField, listFields, reorderFields, updateField } from './manage-fields.ts'
import { rebuildLookups } from './rebuild-lookups.ts'

const actor = { kind: 'system', name: 'test' } as const
const base = { entity: 'contact', isRequired: false, isFilterable: true, section: null } as const

let workspace: BareWorkspace
beforeAll(async () => {
  workspace = await givenBareWorkspace()
})
afterAll(() => workspace.close())

function check(
  values: Record<string, unknown>,
  previous: Record<string, unknown> | null = {},
  recordId: ContactId = newId('contact'),
) {
  return workspace.db.tx((tx) => checkCustom(tx, { entity: 'contact', recordId, values, previous }))
}

const refusal = (why: Record<string, string>) => ({
  code: 'VALIDATION_FAILED',
  details: { fields: Object.fromEntries(Object.entries(why).map(([key, text]) => [`custom.${key}`, text])) },
})

describe('custom fields', () => {
  const member = newId('user')

  beforeAll(async () => {
    const { db } = workspace
    const options = [{ label: 'Hogar' }, { label: 'Hotel' }]
    await db.orm.insert(memberships).values({ workspaceId: db.workspaceId, userId: member, role: 'agent' })
    await createField(
      db,
      { ...base, label: 'Madera preferida', type: 'text', rules: { maxLength: 10 } },
      actor,
    )
    await createField(db, { ...base, label: 'RFC', type: 'text', rules: { pattern: 'AAAA999999***' } }, actor)
    await createField(db, { ...base, label: 'Altura', type: 'number', rules: { min: 0, max: 300 } }, actor)
    await createField(db, { ...base, label: 'Presupuesto', type: 'money', rules: { min: 1 } }, actor)
    await createField(db, { ...base, label: 'Entrega', type: 'date' }, actor)
    await createField(db, { ...base, label: 'Visita', type: 'date_time' }, actor)
    await createField(db, { ...base, label: 'Tipo', type: 'select', options }, actor)
    await createField(db, { ...base, label: 'Usos', type: 'multi_select', options }, actor)
    await createField(db, { ...base, label: 'Otro teléfono', type: 'phone' }, actor)
    await createField(db, { ...base, label: 'Correo', type: 'email' }, actor)
    await createField(db, { ...base, label: 'Sitio', type: 'url' }, actor)
    await createField(db, { ...base, label: 'Diseñador', type: 'member' }, actor)
    await createField(db, { ...base, label: '¿VIP?', type: 'boolean' }, actor)
  })

  it('keep each value in the form of its type', async () => {
    expect(
      await check({
        madera_preferida: '  Nogal ',
        rfc: 'GODE561231GR8',
        altura: 12.3456789,
        presupuesto: { amount: 2_840_050, currency: 'MXN' },
        entrega: '2026-12-24',
        visita: '2026-11-22T10:00:00-06:00',
        tipo: 'hogar',
        usos: ['hotel', 'hogar', 'hotel'],
        otro_telefono: '+52 33 0000 0112',
        correo: ' Ana@Nogal.example ',
        sitio: 'https://nogal.example',
        disenador: member,
        vip: false,
      }),
    ).toEqual({
      madera_preferida: 'Nogal',
      rfc: 'GODE561231GR8',
      altura: 12.345679,
      presupuesto: { amount: 2_840_050, currency: 'MXN' },
      entrega: '2026-12-24',
      visita: '2026-11-22T16:00:00.000Z',
      tipo: 'hogar',
      usos: ['hotel', 'hogar'],
      otro_telefono: '+523300000112',
      correo: 'ana@nogal.example',
      sitio: 'https://nogal.example/',
      disenador: member,
      vip: false,
    })
  })

  it.each([
    ['madera_preferida', 'palo de rosa', 'is too long'],
    ['madera_preferida', 'a\u0000', 'expected a text'],
    ['rfc', 'GODE56', 'does not look like AAAA999999***'],
    ['altura', '12', 'expected a number'],
    ['altura', Number.NaN, 'expected a number'],
    ['altura', -1, 'must be at least 0'],
    ['altura', 301, 'must be at most 300'],
    ['presupuesto', { amount: 50, currency: 'MXN' }, 'must be at least 1'],
    ['presupuesto', { amount: 1.5, currency: 'MXN' }, 'expected the amount as a whole number of minor units'],
    ['presupuesto', { amount: 100, currency: 'mxn' }, 'expected an ISO 4217 currency in capitals'],
    ['presupuesto', { amount: 100, currency: 'MXN', x: 1 }, 'expected amount and currency alone'],
    ['entrega', '2026-02-30', 'expected a day as YYYY-MM-DD'],
    ['entrega', '0000-01-01', 'expected a day as YYYY-MM-DD'],
    ['visita', '2026-11-22', 'expected a time as 2026-11-22T13:00:00Z'],
    ['visita', '2026-02-30T10:00:00Z', 'expected a time as 2026-11-22T13:00:00Z'],
    ['tipo', 'castillo', 'expected the key of an option'],
    ['usos', ['hogar', 'castillo'], 'expected a list of keys of options'],
    ['otro_telefono', 'llámame', 'expected a phone number with country code'],
    ['correo', 'ana@nogal', 'expected an e-mail address'],
    ['sitio', 'javascript:alert(1)', 'expected an address with http:// or https://'],
    ['disenador', newId('user'), 'is no member of the workspace'],
    ['vip', 'sí', 'expected true or false'],
    ['toString', 'x', 'is no custom field of this kind of record'],
    ['__proto__x', 'x', 'is no custom field of this kind of record'],
  ])('refuse for %s the value %o', async (key, value, why) => {
    await expect(check({ [key]: value })).rejects.toMatchObject(refusal({ [key]: why }))
  })

  it('leave alone what is not named, and take away what is null', async () => {
    const previous = { madera_preferida: 'Pino', altura: 3, gone_field: 'de antes' }
    expect(await check({ altura: null, vip: true }, previous)).toEqual({
      madera_preferida: 'Pino',
      gone_field: 'de antes',
      vip: true,
    })
  })

  it('take a value back as it was, even one that no option names any more', async () => {
    expect(await check({ tipo: 'castillo' }, { tipo: 'castillo' })).toEqual({ tipo: 'castillo' })
  })
})

describe('a required field', () => {
  it('is asked for when a record is made, and can not be emptied', async () => {
    const { db, close } = await givenBareWorkspace()
    const recordId = newId('contact')
    await createField(db, { ...base, label: 'Ciudad', type: 'text', isRequired: true }, actor)
    const run = (values: Record<string, unknown>, previous: Record<string, unknown> | null) =>
      db.tx((tx) => checkCustom(tx, { entity: 'contact', recordId, values, previous }))
    await expect(run({}, null)).rejects.toMatchObject(refusal({ ciudad: 'is required' }))
    await expect(run({ ciudad: null }, { ciudad: 'Tonalá' })).rejects.toMatchObject(
      refusal({ ciudad: 'is required' }),
    )
    // A record from before the rule can still be changed elsewhere.
    expect(await run({}, {})).toEqual({})
    await close()
  })
})

describe('the definition of a field', () => {
  it('makes its key once, unlike all others', async () => {
    const { db, close } = await givenBareWorkspace()
    const first = await createField(db, { ...base, label: 'Tipo de cliente', type: 'text' }, actor)
    const second = await createField(db, { ...base, label: '¡Tipo de Cliente!', type: 'text' }, actor)
    const unnamed = await createField(db, { ...base, label: '…', type: 'text' }, actor)
    expect([first.key, second.key, unnamed.key]).toEqual(['tipo_de_cliente', 'tipo_de_cliente_2', 'field'])
    const renamed = await updateField(db, { id: first.id, version: 1, label: 'Clase' }, actor)
    expect(renamed).toMatchObject({ key: 'tipo_de_cliente', label: 'Clase', version: 2 })
    await expect(updateField(db, { id: first.id, version: 1, label: 'Otra' }, actor)).rejects.toMatchObject({
      code: 'STALE_VERSION',
      details: { version: 2 },
    })
    await reorderFields(db, { entity: 'contact', ids: [unnamed.id, second.id] }, actor)
    expect((await listFields(db, 'contact')).map(({ key }) => key)).toEqual([
      'field',
      'tipo_de_cliente_2',
      'tipo_de_cliente',
    ])
    await close()
  })

  it('keeps the keys of its options, and refuses options where there are none to choose', async () => {
    const { db, close } = await givenBareWorkspace()
    const field = await createField(
      db,
      { ...base, label: 'Tipo', type: 'select', options: [{ label: 'Hogar' }, { label: 'Hogar' }] },
      actor,
    )
    expect(field.options.map(({ key }) => key)).toEqual(['hogar', 'hogar_2'])
    await expect(createField(db, { ...base, label: 'X', type: 'select' }, actor)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    })
    await expect(
      createField(db, { ...base, label: 'X', type: 'text', options: [{ label: 'a' }] }, actor),
    ).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
    await close()
  })
})

describe('a field that becomes filterable', () => {
  it('is looked up for all records that were there, and forgotten when it stops', async () => {
    const { db, close } = await givenBareWorkspace()
    const field = await createField(
      db,
      { ...base, label: 'Ciudad', type: 'text', isFilterable: false },
      actor,
    )
    const ids = Array.from({ length: 1_100 }, () => newId('contact'))
    await db.orm.insert(contacts).values(
      ids.map((id, index) => ({
        workspaceId: db.workspaceId,
        id,
        name: `Cliente ${index}`,
        custom: index % 2 ? { ciudad: `Tonalá ${index}` } : {},
      })),
    )
    const found = () =>
      db.orm
        .select()
        .from(fieldValues)
        .where(own(db, fieldValues, eq(fieldValues.fieldId, field.id)))
    const change = await updateField(db, { id: field.id, version: 1, isFilterable: true }, actor)
    const [job] = await db.orm
      .select()
      .from(jobs)
      .where(own(db, jobs, eq(jobs.name, 'fields.rebuild_lookups')))
    await rebuildLookups(db, job?.payload)
    expect(await found()).toHaveLength(550)
    // Repeated, it changes nothing.
    await rebuildLookups(db, job?.payload)
    const rows = await found()
    expect(rows).toHaveLength(550)
    const [second] = ids.slice(1)
    expect(rows.find((row) => second && row.recordId === recordKeyOf(second))?.text).toBe('tonala 1')
    await updateField(db, { id: field.id, version: change.version, isFilterable: false }, actor)
    await rebuildLookups(db, job?.payload)
    expect(await found()).toHaveLength(0)
    await close()
  })

  it('follows each change of a record from then on', async () => {
    const { db, close } = await givenBareWorkspace()
    const field = await createField(db, { ...base, label: 'Ciudad', type: 'text' }, actor)
    const recordId = newId('contact')
    const texts = async () => {
      const rows = await db.orm
        .select({ text: fieldValues.text })
        .from(fieldValues)
        .where(
          own(
            db,
            fieldValues,
            and(eq(fieldValues.fieldId, field.id), eq(fieldValues.recordId, recordKeyOf(recordId))),
          ),
        )
      return rows.map((row) => row.text)
    }
    const write = (values: Record<string, unknown>) =>
      db.tx((tx) => checkCustom(tx, { entity: 'contact', recordId, values, previous: {} }))
    await write({ ciudad: 'Tonalá' })
    expect(await texts()).toEqual(['tonala'])
    await write({ ciudad: 'ZAPOPAN' })
    expect(await texts()).toEqual(['zapopan'])
    await write({ ciudad: null })
    expect(await texts()).toEqual([])
    await close()
  })
})
