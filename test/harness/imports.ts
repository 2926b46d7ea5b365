import type { ImportDto, ImportSettings } from '../../src/shared/contracts/imports.ts'
import type { ImportId } from '../../src/shared/ids.ts'
import type { TestApp } from './app.ts'
import type { Browser } from './client.ts'
import { eventually } from './eventually.ts'

export interface Uploaded {
  status: number
  body: ImportDto & { error?: { code: string; details: Record<string, unknown> } }
}

export async function uploadImport(
  app: TestApp,
  browser: Browser,
  { bytes, name = 'clientes.csv' }: { bytes: string | Uint8Array; name?: string },
): Promise<Uploaded> {
  const response = await fetch(`${app.url}/media/imports`, {
    method: 'POST',
    headers: {
      ...browser.headers(),
      'content-type': 'application/octet-stream',
      'x-file-name': encodeURIComponent(name),
    },
    body: bytes as string,
  })
  return { status: response.status, body: (await response.json()) as Uploaded['body'] }
}

export const importIn = (browser: Browser, id: ImportId, states: readonly ImportDto['state'][]) =>
  eventually(async () => {
    const dto = await browser.api.imports.get.query({ id })
    return states.includes(dto.state) || dto.state === 'failed' ? dto : undefined
  })

/** From a file to its check, mapped as suggested. */
export async function checkedImport(
  app: TestApp,
  browser: Browser,
  { settings, ...file }: { bytes: string | Uint8Array; name?: string; settings?: Partial<ImportSettings> },
): Promise<ImportDto> {
  const { status, body } = await uploadImport(app, browser, file)
  if (status !== 201) throw new Error(`the upload was refused: ${JSON.stringify(body)}`)
  const mapping = body.columns.map(({ suggested }) => suggested)
  await browser.api.imports.map.mutate({ id: body.id, mapping, ...settings })
  return importIn(browser, body.id, ['checked'])
}

/** From a file to its end. */
export async function imported(
  app: TestApp,
  browser: Browser,
  file: Parameters<typeof checkedImport>[2],
): Promise<ImportDto> {
  const { id, state, error } = await checkedImport(app, browser, file)
  if (state !== 'checked') throw new Error(`the check failed: ${JSON.stringify(error)}`)
  await browser.api.imports.run.mutate({ id })
  return importIn(browser, id, ['done'])
}

export const sumOf = ({ counts }: Pick<ImportDto, 'counts'>) =>
  counts.created + counts.updated + counts.skipped + counts.failed
