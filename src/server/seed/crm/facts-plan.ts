import type { CreateField } from '../../../shared/contracts/fields.ts'
import type { Dice } from '../plan/dice.ts'

/** What a furniture shop wants to know of people; all of it can be filtered by. */
export const FIELDS = {
  city: {
    entity: 'contact',
    label: 'Ciudad',
    type: 'select',
    options: optionsOf(
      'Guadalajara',
      'Zapopan',
      'Tlaquepaque',
      'Tonalá',
      'Ciudad de México',
      'Monterrey',
      'Bogotá',
      'Buenos Aires',
      'Curitiba',
    ),
  },
  clientType: {
    entity: 'contact',
    label: 'Tipo de cliente',
    type: 'select',
    options: optionsOf('Particular', 'Arquitectura o interiorismo', 'Hotel o restaurante', 'Mayoreo'),
  },
  wood: {
    entity: 'contact',
    label: 'Madera preferida',
    type: 'multi_select',
    options: optionsOf('Nogal', 'Parota', 'Encino', 'Rosa morada', 'Cedro'),
  },
  birthday: { entity: 'contact', label: 'Cumpleaños', type: 'date' },
  taxId: { entity: 'contact', label: 'RFC/NIT/CNPJ', type: 'text', rules: { maxLength: 20 } },
} as const satisfies Record<string, Partial<CreateField>>

export type FieldKey = keyof typeof FIELDS

/** Values as custom fields hold them: options by their keys. */
export type PersonFacts = Partial<Record<FieldKey, string | string[]>>

const MOST_LIVE_HERE = ['guadalajara', 'guadalajara', 'guadalajara', 'zapopan', 'zapopan'] as const

/** Nobody tells everything. */
export function planFacts(dice: Dice, { isCompany }: { isCompany: boolean }): PersonFacts {
  const facts: PersonFacts = {}
  if (dice.chance(0.8))
    facts.city = dice.chance(0.6) ? dice.pick(MOST_LIVE_HERE) : dice.pick(keysOf(FIELDS.city.options))
  facts.clientType = isCompany ? dice.pick(keysOf(FIELDS.clientType.options).slice(1)) : 'particular'
  if (dice.chance(0.55)) facts.wood = woods(dice)
  if (!isCompany && dice.chance(0.45)) facts.birthday = day(dice)
  if (isCompany && dice.chance(0.7)) facts.taxId = taxId(dice)
  return facts
}

function woods(dice: Dice): string[] {
  const keys = keysOf(FIELDS.wood.options)
  const first = dice.between(0, keys.length - 1)
  const second = dice.chance(0.3) ? (first + 1) % keys.length : first
  return keys.filter((_, index) => index === first || index === second)
}

const two = (number: number) => String(number).padStart(2, '0')

function day(dice: Dice): string {
  return `${dice.between(1955, 2004)}-${two(dice.between(1, 12))}-${two(dice.between(1, 28))}`
}

/** In the form of a Mexican company's, with letters that no registry gives out. */
function taxId(dice: Dice): string {
  return `XX${dice.pick(['A', 'M', 'H', 'C'])}${two(dice.between(85, 99))}${two(dice.between(1, 12))}${two(dice.between(1, 28))}${dice.pick(['A', 'B', 'K'])}${dice.between(10, 99)}`
}

interface Option {
  key: string
  label: string
}

function optionsOf(...labels: string[]): Option[] {
  return labels.map((label) => ({ key: keyOf(label), label }))
}

const keysOf = (options: readonly Option[]) => options.map(({ key }) => key)

function keyOf(label: string): string {
  return label
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(' ', '_')
}
