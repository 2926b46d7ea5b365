import type { ImportTarget } from '../../../../shared/contracts/imports.ts'
import { foldText } from '../../../../shared/filters/index.ts'

/** How people head their columns in Spanish, English and Portuguese, folded. */
const NAMES: readonly (readonly [ImportTarget, string])[] = [
  ['id', 'id|contact id|id de contacto|id do contato|id contacto'],
  ['firstName', 'nombres|primer nombre|first name|firstname|given name|primeiro nome'],
  ['lastName', 'apellido|apellidos|last name|lastname|surname|family name|sobrenome'],
  [
    'name',
    'nombre|nombre completo|nombre y apellido|nombre y apellidos|contacto|cliente|razon social|name|full name|display name|contact|contact name|customer|nome|nome completo|contato',
  ],
  [
    'phone',
    'telefono|tel|celular|cel|movil|whatsapp|numero|numero de telefono|numero de celular|telefono movil|telefono celular|phone|phone number|mobile|mobile phone|cell|cell phone|telefone|telefone celular|numero de telefone|fone|wa',
  ],
  [
    'email',
    'e mail|email|mail|correo|correo electronico|email address|e mail address|endereco de email|direccion de correo',
  ],
  [
    'company',
    'empresa|compania|organizacion|negocio|company|company name|organization|organisation|companhia|organizacao',
  ],
  ['companyRole', 'cargo|puesto|rol|job title|title|role|position|funcao'],
  ['labels', 'etiquetas|etiqueta|labels|label|tags|tag|marcadores|etiquetas de contacto'],
  [
    'owner',
    'responsable|propietario|asignado|asignado a|agente|vendedor|asesor|owner|assignee|assigned to|agent|responsavel|proprietario',
  ],
  ['lifecycle', 'etapa|ciclo de vida|estado|lifecycle|lifecycle stage|ciclo'],
  ['language', 'idioma|lenguaje|language|locale|lingua'],
  ['timeZone', 'zona horaria|huso horario|time zone|timezone|fuso horario'],
  ['source', 'origen|fuente|source|lead source|origem|fonte|canal de origen'],
]

const TARGETS = new Map(
  NAMES.flatMap(([target, names]) => names.split('|').map((name) => [name, target] as const)),
)

/** What is told apart in headers: letters and digits, accents and case folded, one blank between words. */
export const headerText = (header: string): string =>
  foldText(header)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

export interface NamedField {
  key: string
  label: string
}

/** Several columns may hold phones, e-mails or labels; of the others the first one is taken. */
const REPEATABLE = new Set<ImportTarget>(['phone', 'email', 'labels'])

/** What each column is taken for by its header, custom fields by their label or key; null where nobody knows. */
export function suggestMapping(
  headers: readonly string[],
  fields: readonly NamedField[],
): (ImportTarget | null)[] {
  const own = new Map<string, ImportTarget>(
    fields.flatMap(({ key, label }) => [
      [headerText(label), `custom.${key}`],
      [headerText(key), `custom.${key}`],
    ]),
  )
  const used = new Set<ImportTarget>()
  return headers.map((header) => {
    const text = headerText(header)
    const target = own.get(text) ?? TARGETS.get(text) ?? TARGETS.get(text.replace(/ \d+$/, '')) ?? null
    if (target === null || (used.has(target) && !REPEATABLE.has(target))) return null
    used.add(target)
    return target
  })
}
