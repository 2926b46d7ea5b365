import { join } from 'node:path'
import { DENTAL_NUMBER, NOGAL_NUMBER, TALLER_NUMBER } from '../../test/fake-graph/demo-data.ts'
import type { BusinessNumber } from '../../test/fake-graph/types.ts'
import { writePrivate } from '../engine/place.ts'

/**
 * Writes the credentials of the simulated Meta's numbers for `crm seed --channels`.
 * @returns the file's path.
 */
export function writeDemoNumbers(dataDir = '.data'): string {
  const path = join(dataDir, 'demo-numbers.json')
  const numbers = {
    ventas: credentialsOf(NOGAL_NUMBER),
    taller: credentialsOf(TALLER_NUMBER),
    dental: credentialsOf(DENTAL_NUMBER),
  }
  writePrivate(path, `${JSON.stringify(numbers, null, 2)}\n`)
  return path
}

function credentialsOf({ phoneNumberId, wabaId, accessToken }: BusinessNumber) {
  return { phoneNumberId, wabaId, accessToken }
}
