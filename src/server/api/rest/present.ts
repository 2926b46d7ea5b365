import type { CompanyDto } from '../../../shared/contracts/companies.ts'
import type { ContactDto } from '../../../shared/contracts/contacts.ts'
import type {
  AttachmentDto,
  MessageDto,
  MessageError,
  SendAdvice,
} from '../../../shared/contracts/messages.ts'
import type { NoteDto } from '../../../shared/contracts/notes.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { signMediaUrl } from '../media/signed-url.ts'
import type { AppServices } from '../services.ts'
import type { Company } from './schemas/company.ts'
import type { Contact } from './schemas/contact.ts'
import type { Message } from './schemas/message.ts'
import type { Note } from './schemas/note.ts'

/** What may be done about a message that was not sent, in words; the web app has its own. */
const ADVICE: Record<SendAdvice, string> = {
  use_template: 'The reply window is closed: wait until the contact writes, or send an approved template.',
  retry_later: 'The provider refused for the moment: send it again later.',
  check_number: 'The recipient cannot be reached under this address: check it.',
  reconnect_channel: 'The provider no longer accepts the credentials: connect the channel again.',
  account_blocked: "The provider has blocked or limited the account: see the provider's dashboard.",
  change_file: 'The provider does not take this file: send it in another format or size.',
  customer_opted_out: 'The contact does not want such messages: do not send it again.',
  decide_unknown: 'Nobody can tell whether the contact got it: a person has to decide in the inbox.',
  contact_support: 'This should not happen: tell support the code and the id of the message.',
}

type Viewer = { services: AppServices; db: WorkspaceDb }

export function toContact({ services, db }: Viewer, dto: ContactDto): Contact {
  const current = dto.identities.filter((identity) => identity.isCurrent)
  const { avatarId: attachmentId } = dto
  return {
    ...dto,
    avatarUrl: attachmentId && signMediaUrl(services, { workspaceId: db.workspaceId, attachmentId }),
    identities: current.map(({ isCurrent: _isCurrent, ...identity }) => identity),
  }
}

export function toCompany({ parentName: _parentName, ...company }: CompanyDto): Company {
  return company
}

export function toNote({ entity, recordId, ...note }: NoteDto): Note {
  const record = { contactId: null, companyId: null, dealId: null, [`${entity}Id`]: recordId }
  return { ...record, ...note }
}

export function toMessage({ services, db }: Viewer, dto: MessageDto): Message {
  const { threadId: _, authorId: __, clientToken: ___, quoted, ...message } = dto
  return {
    ...message,
    quotedExternalId: quoted?.externalId ?? null,
    attachments: dto.attachments.map((attachment) => toAttachment({ services, db }, attachment)),
    error: dto.error && toError(dto.error),
  }
}

/** The address of a file opens without a key, so it is made anew for every answer and lives briefly. */
export function toAttachment({ services, db }: Viewer, dto: AttachmentDto): AttachmentDto {
  const key = { workspaceId: db.workspaceId, attachmentId: dto.id }
  return { ...dto, url: dto.url === null ? null : signMediaUrl(services, key) }
}

function toError({ code, title, advice }: MessageError): NonNullable<Message['error']> {
  return { code, title, advice: ADVICE[advice], adviceCode: advice }
}
