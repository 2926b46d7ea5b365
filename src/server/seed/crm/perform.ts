import type { Actor } from '../../../shared/actor.ts'
import type { CompanyId, ContactId, DealId, LabelId, StageId, UserId } from '../../../shared/ids.ts'
import { addAddress, addContact, updateContact } from '../../modules/contacts/index.ts'
import { createCompany, linkContact } from '../../modules/companies/index.ts'
import { createDeal, loseDeal, moveDeal, winDeal } from '../../modules/deals/index.ts'
import { createField, listFields } from '../../modules/fields/index.ts'
import { createLabel, listLabels, setLabels } from '../../modules/labels/index.ts'
import { listPipelines } from '../../modules/pipelines/index.ts'
import { completeTask, createTask } from '../../modules/tasks/index.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { personOf, type Stage } from '../perform/stage.ts'
import type { PersonKey } from '../plan/lines.ts'
import * as stored from './crm.repo.ts'
import { COMPANY_NAMES, LABELS } from './names.ts'
import { tellBells } from './bell.ts'
import { FIELDS, type FieldKey, type PersonFacts } from './facts-plan.ts'
import type { CustomerPlan, PersonPlan } from './people-plan.ts'
import { sortAudit } from './sort-audit.ts'
import type { CrmPlan, DealPlan, TaskPlan } from './plan.ts'

/** What the plan's indexes stand for in this workspace. */
interface Ground {
  stage: Stage
  labels: LabelId[]
  companies: CompanyId[]
  fields: FieldKeys
  customers: stored.Customer[]
  stages: StageId[]
  reasons: Parameters<typeof loseDeal>[1]['reasonId'][]
}

/** Under which key the workspace keeps each field. */
type FieldKeys = Map<FieldKey, string>

/** The bells come last: where they have rung, everything is there. */
export async function isCrmComplete(db: WorkspaceDb, plan: CrmPlan | null): Promise<boolean> {
  if (!plan) return true
  const known = await stored.counts(db)
  return known.tasks >= plan.tasks.length && known.rung > 0
}

/**
 * Companies, people, deals and tasks, through the product's own use cases, each at its own time. What
 * an earlier run has made is left alone: deals and tasks come in the order of the plan.
 * @returns how many things it made.
 */
export async function performCrm(stage: Stage, plan: CrmPlan): Promise<number> {
  const known = await stored.counts(stage.db)
  const labels = await ensureLabels(stage)
  const companies = await ensureCompanies(stage)
  const fields = await ensureFields(stage)
  await addPeople(stage, plan.people.slice(known.contactsAdded), { labels, companies, fields })
  const customers = await stored.customers(stage.db)
  if (known.deals === 0) await describeCustomers(stage, plan.customers, { customers, fields })
  const { items, lostReasons } = await listPipelines(stage.db, { withArchived: false })
  const ground: Ground = {
    stage,
    labels,
    companies,
    fields,
    customers,
    stages: items[0]?.stages.map((one) => one.id) ?? [],
    reasons: lostReasons.map((one) => one.id),
  }
  for (const deal of plan.deals.slice(known.deals)) await addDeal(ground, deal)
  const deals = await stored.openDealsByNumber(stage.db)
  for (const task of plan.tasks.slice(known.tasks)) await addTask(ground, deals, task)
  if (known.rung === 0) {
    await sortAudit(stage.db)
    await tellBells(stage)
  }
  return plan.deals.length - known.deals + plan.tasks.length - known.tasks
}

const as = (userId: UserId): Actor => ({ kind: 'user', userId })
const actorOf = (stage: Stage, who: PersonKey) => as(personOf(stage, who))

/** The workspace as it was: whatever a transaction writes through this carries that moment. */
function dbAt(stage: Stage, moment: Date): WorkspaceDb {
  return stage.services.workspaceDb(stage.db.workspaceId, () => moment)
}

async function ensureLabels(stage: Stage): Promise<LabelId[]> {
  const known = new Map((await listLabels(stage.db)).map((label) => [label.name, label.id]))
  const ids: LabelId[] = []
  for (const label of LABELS) {
    const id = known.get(label.name) ?? (await createLabel(stage.db, label, actorOf(stage, 'mariana'))).id
    ids.push(id)
  }
  return ids
}

async function ensureCompanies(stage: Stage): Promise<CompanyId[]> {
  const known = await stored.companiesByName(stage.db)
  const ids: CompanyId[] = []
  for (const [index, name] of COMPANY_NAMES.entries()) {
    const input = {
      name,
      domain: `${slugOf(name)}.example`,
      ownerId: personOf(stage, OWNERS[index % 3] ?? 'ana'),
    }
    ids.push(known.get(name) ?? (await createCompany(stage.db, input, actorOf(stage, 'tomas'))).id)
  }
  return ids
}

async function ensureFields(stage: Stage): Promise<FieldKeys> {
  const known = new Map((await listFields(stage.db, 'contact')).map((field) => [field.label, field.key]))
  const keys: FieldKeys = new Map()
  for (const [name, field] of Object.entries(FIELDS)) {
    const input = { isRequired: false, isFilterable: true, section: null, ...field }
    const key = known.get(field.label) ?? (await createField(stage.db, input, actorOf(stage, 'mariana'))).key
    keys.set(name as FieldKey, key)
  }
  return keys
}

function customOf(facts: PersonFacts, fields: FieldKeys): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) => {
      const key = fields.get(name as FieldKey)
      return key === undefined ? [] : [[key, value]]
    }),
  )
}

const OWNERS: readonly PersonKey[] = ['ana', 'tomas', 'bruno']

function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '')
}

async function addPeople(
  stage: Stage,
  people: readonly PersonPlan[],
  { labels, companies, fields }: Pick<Ground, 'labels' | 'companies' | 'fields'>,
): Promise<void> {
  for (const person of people) {
    const actor = actorOf(stage, person.owner)
    const { id } = await addContact(
      dbAt(stage, person.addedAt),
      {
        name: person.name,
        phones: person.phone === null ? [] : [{ value: person.phone, label: 'móvil' }],
        emails: [{ value: person.email }],
        lifecycle: person.lifecycle,
        ownerId: personOf(stage, person.owner),
        source: stored.ADDED_BY_DEMO,
        custom: customOf(person.facts, fields),
      },
      actor,
    )
    const companyId = person.company === null ? undefined : companies[person.company]
    if (companyId)
      await linkContact(stage.db, { companyId, contactId: id, role: person.role, isPrimary: true }, actor)
    const add = person.labels.flatMap((index) => labels[index] ?? [])
    if (add.length > 0)
      await setLabels(stage.db, { records: [{ entity: 'contact', recordId: id }], add, remove: [] }, actor)
    if (person.sharedPhone) await claimTaken(stage.db, { id, phone: person.sharedPhone, actor })
  }
}

/** Somebody else has the number: the refusal leaves the suggestion that the two are one. */
async function claimTaken(
  db: WorkspaceDb,
  { id, phone, actor }: { id: ContactId; phone: string; actor: Actor },
): Promise<void> {
  await addAddress(db, { id, kind: 'phone', value: phone }, actor).catch((error: unknown) => {
    if (!(error instanceof AppError && error.code === 'ADDRESS_TAKEN')) throw error
  })
}

/** Who of the team looks after those who write, and what they are to the shop. */
async function describeCustomers(
  stage: Stage,
  plans: readonly CustomerPlan[],
  { customers, fields }: Pick<Ground, 'customers' | 'fields'>,
): Promise<void> {
  for (const [index, { id }] of customers.entries()) {
    const plan = plans[index % plans.length]
    if (!plan) return
    const { lifecycle, owner, facts } = plan
    const change = { id, lifecycle, ownerId: personOf(stage, owner), custom: customOf(facts, fields) }
    await updateContact(stage.db, change, actorOf(stage, plan.owner))
  }
}

async function addDeal(ground: Ground, plan: DealPlan): Promise<void> {
  const { stage, stages, customers, companies, reasons } = ground
  const actor = actorOf(stage, plan.owner)
  // Regina has the one deal that her conversation tells of.
  const others = customers.filter(({ name }) => name !== 'Regina Solórzano')
  const customer = plan.title.startsWith('Mesa Jacinta')
    ? customers.find(({ name }) => name === 'Regina Solórzano')
    : others[plan.customer % others.length]
  const { id } = await createDeal(
    dbAt(stage, plan.stage === 0 ? plan.movedAt : plan.createdAt),
    {
      title: plan.title,
      amount: plan.amount,
      currency: 'MXN',
      stageId: stages[0],
      ...(customer && { contactId: customer.id, threadId: customer.threadId }),
      companyId: plan.company === null ? null : (companies[plan.company] ?? null),
      ownerId: personOf(stage, plan.owner),
      expectedCloseOn: plan.closeOn,
    },
    actor,
  )
  const stageId = stages[plan.stage]
  if (stageId && plan.stage > 0) await moveDeal(dbAt(stage, plan.movedAt), { id, stageId }, actor)
  if (plan.closed?.as === 'won') await winDeal(dbAt(stage, plan.closed.at), { id }, actor)
  if (plan.closed?.as === 'lost') {
    const reasonId = reasons[plan.closed.reason]
    if (reasonId) await loseDeal(dbAt(stage, plan.closed.at), { id, reasonId }, actor)
  }
}

async function addTask(
  { stage }: Ground,
  deals: { id: DealId; contactName: string }[],
  plan: TaskPlan,
): Promise<void> {
  const deal = deals[plan.deal % Math.max(1, deals.length)]
  const actor = actorOf(stage, plan.assignee)
  const task = await createTask(
    dbAt(stage, plan.createdAt),
    {
      title: plan.title.replace('{who}', deal?.contactName ?? 'la clienta'),
      type: plan.type,
      dueLocal: plan.dueLocal,
      assigneeId: personOf(stage, plan.assignee),
      ...(deal && { record: { entity: 'deal' as const, recordId: deal.id } }),
    },
    { actor, now: plan.createdAt },
  )
  if (plan.doneAt) await completeTask(dbAt(stage, plan.doneAt), { id: task.id }, { actor, now: plan.doneAt })
}
