import { idToBytes, type Id, type IdKind } from '../../../shared/ids.ts'

/** An id as a value of a hand-written statement. */
export const idBytes = (id: Id<IdKind>): Buffer => Buffer.from(idToBytes(id))
