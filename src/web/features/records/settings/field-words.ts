import type { FieldType } from '@shared/records.ts'
import type { PlainKey } from '../../../i18n/catalogue.ts'

export const FIELD_TYPE_NAMES: Record<FieldType, PlainKey> = {
  text: 'field.text',
  long_text: 'field.longText',
  number: 'field.number',
  money: 'field.money',
  date: 'field.date',
  date_time: 'field.dateTime',
  select: 'field.select',
  multi_select: 'field.multiSelect',
  boolean: 'field.boolean',
  phone: 'contacts.phone',
  email: 'contacts.email',
  url: 'field.url',
  member: 'field.member',
}
