import type { Lifecycle } from '../../../shared/records.ts'
import type { Calendar } from '../plan/calendar.ts'
import type { Dice } from '../plan/dice.ts'
import type { PersonKey } from '../plan/lines.ts'
import { planFacts, type PersonFacts } from './facts-plan.ts'
import { COMPANY_NAMES, FIRST_NAMES, LABELS, LAST_NAMES } from './names.ts'

/** Somebody who never wrote, but stands in the shop's list. */
export interface PersonPlan {
  name: string
  /** NULL for one who left an e-mail address only. */
  phone: string | null
  /** The number given since, which somebody who writes has already: perhaps the same person. */
  sharedPhone?: string
  email: string
  company: number | null
  role: string | null
  lifecycle: Lifecycle
  owner: PersonKey
  labels: readonly number[]
  facts: PersonFacts
  addedAt: Date
}

/** What is noted of somebody who writes. */
export type CustomerPlan = Pick<PersonPlan, 'lifecycle' | 'owner' | 'facts'>

export const SELLERS: readonly PersonKey[] = ['ana', 'tomas', 'bruno', 'camila']
/** With the 64 who write, 420. */
const PEOPLE = 356
/** More begin than buy. */
const LIFECYCLES = ['lead', 'lead', 'lead', 'qualified', 'customer', 'customer', 'lost'] as const

export function planCustomers(dice: Dice): CustomerPlan[] {
  return Array.from({ length: 40 }, () => ({
    lifecycle: dice.pick(LIFECYCLES),
    owner: dice.pick(SELLERS),
    facts: planFacts(dice, { isCompany: false }),
  }))
}

export function planPeople(when: Calendar, dice: Dice): PersonPlan[] {
  const names = dice.shuffled(FIRST_NAMES.flatMap((first) => LAST_NAMES.map((last) => `${first} ${last}`)))
  const people = names.slice(0, PEOPLE).map((name, index): PersonPlan => {
    const company = dice.chance(0.35) ? dice.between(0, COMPANY_NAMES.length - 1) : null
    return {
      name,
      phone: `+523300002${String(index).padStart(3, '0')}`,
      email: `${plain(name)}@correo.example`,
      company,
      role: company === null ? null : dice.pick(['Compras', 'Dirección', 'Arquitectura', 'Administración']),
      lifecycle: dice.pick(LIFECYCLES),
      owner: dice.pick(SELLERS),
      labels: dice.chance(0.4) ? [dice.between(0, LABELS.length - 2)] : [],
      facts: planFacts(dice, { isCompany: company !== null }),
      addedAt: when.at(dice.between(2, 300), '12:10'),
    }
  })
  return people.map((person, index) => (index === PEOPLE - 1 ? { ...person, ...SEBASTIAN } : person))
}

/** Once more: he left his e-mail address in the shop before he wrote. */
const SEBASTIAN = {
  name: 'Sebastián Ocampo',
  phone: null,
  sharedPhone: '+576040000171',
  email: 'sebastian.ocampo@correo.example',
}

function plain(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(' ', '.')
}
