import { and, eq, inArray, or, type SQL } from 'drizzle-orm'
import { idOfKey, recordKeyOf, type ContactId, type RecordKey } from '../../../../shared/ids.ts'
import { own, type WorkspaceTx } from '../../../platform/db/workspace-db.ts'
import { contactCompanies, dealContacts, labelings, labels } from '../../../schema/index.ts'
import { chunksOf, type Move, type Mover, type Pair } from './move.ts'

/** A row between a contact and something else, without the two ids. */
interface Link {
  role: string | null
  isPrimary: boolean
  createdAt: Date
}

/** Both contacts' links to one thing, as they were. */
interface Before {
  loser: Link
  winner: Link | null
}

/** A table between contacts and something else, by the key of the something. */
interface LinkTable {
  kind: string
  linksOf(tx: WorkspaceTx, contactId: ContactId): Promise<Map<RecordKey, Link>>
  /** Takes both contacts' links to these things away. */
  remove(tx: WorkspaceTx, pair: Pair, keys: RecordKey[]): Promise<void>
  insert(tx: WorkspaceTx, rows: { contactId: ContactId; key: RecordKey; link: Link }[]): Promise<void>
  /** Whether the winner's link becomes the primary one. */
  isPrimary(before: Before, winnerHasPrimary: boolean): boolean
}

/** Where both have a link to the same thing, one remains: the winner's, with what only the loser's says. */
function moverOf(table: LinkTable): Mover {
  return {
    kind: table.kind,
    take: async (tx, pair) => {
      const theirs = await table.linksOf(tx, pair.loserId)
      if (theirs.size === 0) return []
      const ours = await table.linksOf(tx, pair.winnerId)
      const hasPrimary = [...ours.values()].some((link) => link.isPrimary)
      await table.remove(tx, pair, [...theirs.keys()])
      const taken = [...theirs].map(([key, loser]) => ({
        key,
        before: { loser, winner: ours.get(key) ?? null },
      }))
      const rows = taken.map(({ key, before }) => ({
        contactId: pair.winnerId,
        key,
        link: {
          role: before.winner?.role ?? before.loser.role,
          isPrimary: table.isPrimary(before, hasPrimary),
          createdAt: before.winner?.createdAt ?? before.loser.createdAt,
        },
      }))
      for (const chunk of chunksOf(rows)) await table.insert(tx, chunk)
      return taken.map(({ key, before }) => ({ rowId: key, data: before }))
    },
    giveBack: async (tx, pair, moves) => {
      for (const chunk of chunksOf(moves)) {
        await table.remove(tx, pair, keysOf(chunk))
        const rows = chunk.flatMap(({ rowId: key, data }) => {
          const { loser, winner } = data as Before
          return [
            { contactId: pair.loserId, key, link: revived(loser) },
            ...(winner ? [{ contactId: pair.winnerId, key, link: revived(winner) }] : []),
          ]
        })
        if (rows.length > 0) await table.insert(tx, rows)
      }
    },
  }
}

const keysOf = (moves: Move[]) => moves.map(({ rowId }) => rowId)

/** Times come back from JSON as text. */
const revived = (link: Link): Link => ({ ...link, createdAt: new Date(link.createdAt) })

const both = ({ winnerId, loserId }: Pair) => [winnerId, loserId]

export const companyMover = moverOf({
  kind: 'company',
  linksOf: async (tx, contactId) => {
    const rows = await tx.orm
      .select()
      .from(contactCompanies)
      .where(own(tx, contactCompanies, eq(contactCompanies.contactId, contactId)))
      .for('update')
    return new Map(rows.map(({ companyId, ...link }) => [recordKeyOf(companyId), linkOf(link)]))
  },
  remove: async (tx, pair, keys) => {
    const { contactId, companyId } = contactCompanies
    const companies = keys.map((key) => idOfKey('company', key))
    await tx.orm
      .delete(contactCompanies)
      .where(own(tx, contactCompanies, inArray(contactId, both(pair)), inArray(companyId, companies)))
  },
  insert: async (tx, rows) => {
    await tx.orm.insert(contactCompanies).values(
      rows.map(({ contactId, key, link }) => ({
        workspaceId: tx.workspaceId,
        contactId,
        companyId: idOfKey('company', key),
        ...link,
      })),
    )
  },
  // A contact has one primary company.
  isPrimary: ({ winner, loser }, hasPrimary) => winner?.isPrimary || (!hasPrimary && loser.isPrimary),
})

export const dealMover = moverOf({
  kind: 'deal',
  linksOf: async (tx, contactId) => {
    const rows = await tx.orm
      .select()
      .from(dealContacts)
      .where(own(tx, dealContacts, eq(dealContacts.contactId, contactId)))
      .for('update')
    return new Map(rows.map(({ dealId, ...link }) => [recordKeyOf(dealId), linkOf(link)]))
  },
  remove: async (tx, pair, keys) => {
    const { contactId, dealId } = dealContacts
    const deals = keys.map((key) => idOfKey('deal', key))
    await tx.orm
      .delete(dealContacts)
      .where(own(tx, dealContacts, inArray(contactId, both(pair)), inArray(dealId, deals)))
  },
  insert: async (tx, rows) => {
    await tx.orm.insert(dealContacts).values(
      rows.map(({ contactId, key, link }) => ({
        workspaceId: tx.workspaceId,
        contactId,
        dealId: idOfKey('deal', key),
        ...link,
      })),
    )
  },
  // A deal has one primary contact, whichever of the two it was.
  isPrimary: ({ winner, loser }) => (winner?.isPrimary ?? false) || loser.isPrimary,
})

export const labelMover = moverOf({
  kind: 'label',
  linksOf: async (tx, contactId) => {
    const rows = await tx.orm
      .select({ labelId: labelings.labelId, createdAt: labelings.createdAt })
      .from(labelings)
      .where(own(tx, labelings, ofContacts([contactId])))
      .for('update')
    return new Map(
      rows.map(({ labelId, createdAt }) => [
        recordKeyOf(labelId),
        { role: null, isPrimary: false, createdAt },
      ]),
    )
  },
  remove: async (tx, pair, keys) => {
    const ids = keys.map((key) => idOfKey('label', key))
    await tx.orm
      .delete(labelings)
      .where(own(tx, labelings, ofContacts(both(pair)), inArray(labelings.labelId, ids)))
  },
  insert: async (tx, rows) => {
    const there = await labelsThere(
      tx,
      rows.map(({ key }) => key),
    )
    const values = rows.flatMap(({ contactId, key, link: { createdAt } }) => {
      if (!there.has(key)) return []
      const recordId = recordKeyOf(contactId)
      const labelId = idOfKey('label', key)
      return [{ workspaceId: tx.workspaceId, entity: 'contact' as const, recordId, labelId, createdAt }]
    })
    if (values.length > 0) await tx.orm.insert(labelings).values(values)
  },
  isPrimary: () => false,
})

const linkOf = ({ role, isPrimary, createdAt }: Link): Link => ({ role, isPrimary, createdAt })

function ofContacts(ids: ContactId[]): SQL {
  return and(
    eq(labelings.entity, 'contact'),
    or(...ids.map((id) => eq(labelings.recordId, recordKeyOf(id)))),
  ) as SQL
}

/** A label may have been deleted since: then it does not come back. */
async function labelsThere(tx: WorkspaceTx, keys: RecordKey[]): Promise<Set<RecordKey>> {
  const ids = keys.map((key) => idOfKey('label', key))
  const rows = await tx.orm
    .select({ id: labels.id })
    .from(labels)
    .where(own(tx, labels, inArray(labels.id, ids)))
    .for('update')
  return new Set(rows.map(({ id }) => recordKeyOf(id)))
}
