import type { ImportColumn, ImportSettings } from '../../../../shared/contracts/imports.ts'

export type ReasonLocale = 'es' | 'en' | 'pt-BR'

export const reasonLocale = (locale: string): ReasonLocale =>
  locale === 'en' || locale === 'pt-BR' ? locale : 'es'

export const REASON_HEADERS: Record<ReasonLocale, string> = { es: 'Motivo', en: 'Reason', 'pt-BR': 'Motivo' }

type Texts = Readonly<Record<ReasonLocale, string>>

/** Why a row failed, for the file that people mend it in. The web app has its own texts for the same words. */
const REASONS: Readonly<Record<string, Texts>> = {
  cell_too_long: {
    es: 'Una celda es demasiado larga',
    en: 'A cell is too long',
    'pt-BR': 'Uma célula é longa demais',
  },
  row_too_long: {
    es: 'La fila es demasiado larga',
    en: 'The row is too long',
    'pt-BR': 'A linha é longa demais',
  },
  bad_phone: {
    es: 'El teléfono no es válido',
    en: 'The phone is not valid',
    'pt-BR': 'O telefone não é válido',
  },
  bad_email: {
    es: 'El correo no es válido',
    en: 'The e-mail is not valid',
    'pt-BR': 'O e-mail não é válido',
  },
  bad_value: { es: 'El valor no es válido', en: 'The value is not valid', 'pt-BR': 'O valor não é válido' },
  too_long: {
    es: 'El valor es demasiado largo',
    en: 'The value is too long',
    'pt-BR': 'O valor é longo demais',
  },
  required: {
    es: 'Falta un dato obligatorio',
    en: 'A required value is missing',
    'pt-BR': 'Falta um dado obrigatório',
  },
  no_name: {
    es: 'No hay nombre, teléfono ni correo',
    en: 'There is no name, phone or e-mail',
    'pt-BR': 'Não há nome, telefone nem e-mail',
  },
  unknown_id: {
    es: 'No hay contacto con este id',
    en: 'No contact has this id',
    'pt-BR': 'Nenhum contato tem este id',
  },
  unknown_member: {
    es: 'No hay nadie del equipo con este nombre o correo',
    en: 'No member has this name or e-mail',
    'pt-BR': 'Ninguém da equipe tem este nome ou e-mail',
  },
  deleted_contact: {
    es: 'Es de un contacto que está en la papelera',
    en: 'It belongs to a contact in the bin',
    'pt-BR': 'É de um contato que está na lixeira',
  },
  two_contacts: {
    es: 'El teléfono y el correo son de dos contactos distintos',
    en: 'The phone and the e-mail belong to two contacts',
    'pt-BR': 'O telefone e o e-mail são de dois contatos diferentes',
  },
  address_taken: {
    es: 'Otro contacto tiene este teléfono o correo',
    en: 'Another contact has this phone or e-mail',
    'pt-BR': 'Outro contato tem este telefone ou e-mail',
  },
  too_many_addresses: {
    es: 'Hay demasiados teléfonos o correos',
    en: 'There are too many phones or e-mails',
    'pt-BR': 'Há telefones ou e-mails demais',
  },
  too_many_labels: {
    es: 'Hay demasiadas etiquetas',
    en: 'There are too many labels',
    'pt-BR': 'Há etiquetas demais',
  },
}

/** @param reason `bad_phone:phone`: the kind and the target of the mapping. */
export function reasonText(
  reason: string,
  {
    row,
    locale,
  }: { row: { columns: readonly ImportColumn[]; settings: ImportSettings | null }; locale: ReasonLocale },
): string {
  const [kind = '', target] = reason.split(':')
  const text = REASONS[kind]?.[locale] ?? kind
  const at = target === undefined ? -1 : (row.settings?.mapping.findIndex((one) => one === target) ?? -1)
  const header = row.columns[at]?.header
  return header ? `${header}: ${text}` : text
}
