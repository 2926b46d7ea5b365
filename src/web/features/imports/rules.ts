import type { ImportSettings } from '@shared/contracts/imports.ts'

/** What the import is told beside the columns. */
export type Rules = Omit<ImportSettings, 'mapping'>

/** An earlier choice for this file, or what most people want. */
export function rulesOf(settings: ImportSettings | null): Rules {
  if (settings) {
    const { mapping: _mapping, ...rules } = settings
    return rules
  }
  return {
    dateOrder: 'dmy',
    matchBy: ['id', 'phone', 'email'],
    onMatch: 'update',
    labelIds: [],
    consent: null,
  }
}
