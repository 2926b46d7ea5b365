import type { TestApp } from '../harness/app.ts'
import { uploadImport } from '../harness/imports.ts'
import type { Person } from './people.ts'

/** A file that waits to be mapped, and one on its way out, both marked. */
export async function stockImports(app: TestApp, { browser }: Person, mark: string): Promise<void> {
  const bytes = `Nombre\nVisita ${mark}\n`
  const { status } = await uploadImport(app, browser, { bytes, name: `lista-${mark}.csv` })
  if (status !== 201) throw new Error('the import of the stock was refused')
  await browser.api.exports.create.mutate({ entity: 'contact', q: mark })
}
