import { GraphError } from './error.ts'
import type { JsonObject } from '../types.ts'

export interface Template {
  id: string
  name: string
  language: string
  status: 'APPROVED' | 'PENDING' | 'REJECTED' | 'PAUSED'
  category: 'UTILITY' | 'MARKETING' | 'AUTHENTICATION'
  parameter_format: 'POSITIONAL' | 'NAMED'
  rejected_reason?: string
  components: JsonObject[]
}

function body(text: string, ...examples: string[]): JsonObject {
  return { type: 'BODY', text, ...(examples.length > 0 && { example: { body_text: [examples] } }) }
}

/** The same short list for each WABA. */
export const DEMO_TEMPLATES: readonly Template[] = [
  {
    id: '1387372356726668',
    name: 'recordatorio_entrega',
    language: 'es_MX',
    status: 'APPROVED',
    category: 'UTILITY',
    parameter_format: 'POSITIONAL',
    components: [
      body('Hola, {{1}}: tu pedido {{2}} llega el {{3}}. ¿Estarás en casa?', 'Regina', 'A-1001', 'jueves 4'),
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Sí, ahí estaré' },
          { type: 'QUICK_REPLY', text: 'Cambiar día' },
        ],
      },
    ],
  },
  {
    id: '1259544702043867',
    name: 'confirmacion_pedido',
    language: 'es_MX',
    status: 'APPROVED',
    category: 'UTILITY',
    parameter_format: 'POSITIONAL',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Pedido confirmado' },
      body('Gracias, {{1}}. Ya estamos trabajando en tu pedido {{2}}.', 'Lucía', 'A-1001'),
      { type: 'FOOTER', text: 'Nogal & Lino' },
    ],
  },
  {
    id: '1689556908129832',
    name: 'promo_diciembre',
    language: 'es_MX',
    status: 'APPROVED',
    category: 'MARKETING',
    parameter_format: 'NAMED',
    components: [
      {
        type: 'BODY',
        text: '{{nombre}}, en diciembre el acabado de tu mesa va por nuestra cuenta.',
        example: { body_text_named_params: [{ param_name: 'nombre', example: 'Regina' }] },
      },
    ],
  },
  {
    id: '278077987957091',
    name: 'carrito_abandonado',
    language: 'es_MX',
    status: 'REJECTED',
    category: 'MARKETING',
    parameter_format: 'POSITIONAL',
    rejected_reason: 'INVALID_FORMAT',
    components: [body('¡¡{{1}}, se te olvidó algo!!', 'Regina')],
  },
  {
    id: '806312974732579',
    name: 'pedido_confirmado',
    language: 'pt_BR',
    status: 'PENDING',
    category: 'UTILITY',
    parameter_format: 'POSITIONAL',
    components: [body('Oi, {{1}}! Seu pedido {{2}} foi confirmado.', 'Thiago', 'A-1002')],
  },
]

/** The approved template of a send, or the error Meta answers at once. */
export function requireTemplate(name: string, language: string): Template {
  const template = DEMO_TEMPLATES.find((each) => each.name === name && each.language === language)
  if (!template || template.status === 'PENDING' || template.status === 'REJECTED') {
    throw new GraphError(132001, { details: `template name (${name}) does not exist in ${language}` })
  }
  if (template.status === 'PAUSED') throw new GraphError(132015)
  return template
}

/**
 * Fills a template's text with the parameters of a send component (positional or named).
 * @throws GraphError 132000 when their number differs from the variables in the text.
 */
export function fillTemplate(text: string, parameters: JsonObject[]): string {
  const variables = [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]))]
  if (variables.length !== parameters.length) {
    const details = `body: number of localizable_params (${parameters.length}) does not match the expected number of params (${variables.length})`
    throw new GraphError(132000, { details })
  }
  return text.replaceAll(/\{\{(\w+)\}\}/g, (whole, variable: string) => {
    const named = parameters.find((each) => each['parameter_name'] === variable)
    const chosen = named ?? parameters[Number(variable) - 1]
    return chosen ? String(chosen['text'] ?? '') : whole
  })
}
