import type { Locale } from '../../../../shared/countries.ts'

interface StartWords {
  pipeline: string
  stages: readonly [string, string, string, string, string]
  lostReasons: readonly string[]
}

/** What a workspace begins with, in its own language. All of it can be changed. */
export const START_WORDS: Readonly<Record<Locale, StartWords>> = {
  es: {
    pipeline: 'Ventas',
    stages: ['Nuevo', 'Contactado', 'Cotizado', 'Negociación', 'Por cerrar'],
    lostReasons: ['Precio', 'Plazo', 'Sin respuesta', 'Competencia', 'Medidas'],
  },
  en: {
    pipeline: 'Sales',
    stages: ['New', 'Contacted', 'Quoted', 'Negotiation', 'Closing'],
    lostReasons: ['Price', 'Delivery time', 'No answer', 'Competitor', 'Measurements'],
  },
  'pt-BR': {
    pipeline: 'Vendas',
    stages: ['Novo', 'Contatado', 'Orçado', 'Negociação', 'Por fechar'],
    lostReasons: ['Preço', 'Prazo', 'Sem resposta', 'Concorrência', 'Medidas'],
  },
}

/** Chances and patience by the place of the stage; the last steps should move soon. */
export const START_STAGES = [
  { probability: 10, rotDays: 7 },
  { probability: 25, rotDays: 7 },
  { probability: 50, rotDays: 10 },
  { probability: 70, rotDays: 7 },
  { probability: 90, rotDays: 5 },
] as const
