/** What the gate of a stage looks at: the deal as it will be after the move. */
export interface GateFacts {
  amount: number | null
  expectedCloseOn: string | null
  ownerId: string | null
  companyId: string | null
  source: string | null
  hasContact: boolean
  custom: Record<string, unknown>
}

/** Those of the stage's required fields that are empty, in the stage's order. Zero is an amount. */
export function missingFields(required: readonly string[], facts: GateFacts): string[] {
  return required.filter((field) => isEmpty(valueOf(field, facts)))
}

function valueOf(field: string, facts: GateFacts): unknown {
  switch (field) {
    case 'amount':
    case 'expectedCloseOn':
    case 'ownerId':
    case 'companyId':
    case 'source':
      return facts[field]
    case 'contact':
      return facts.hasContact || null
    default:
      return facts.custom[field]
  }
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
