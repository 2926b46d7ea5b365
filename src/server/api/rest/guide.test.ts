import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ERROR_STATUS } from '../../../shared/errors.ts'
import { openApiDocument } from './index.ts'
import { ROUTES } from './routes/index.ts'

const guide = readFileSync('docs/api.md', 'utf8')

describe('docs/api.md', () => {
  it('tells of every error that a route may answer with, under its status', () => {
    const document = JSON.stringify(openApiDocument(ROUTES, 'http://127.0.0.1:3000'))
    const told = [...guide.matchAll(/^\| (\d{3}) \| `(\w+)` \|/gm)].map(
      ([, status, code]) => [code, Number(status)] as const,
    )
    for (const [code, status] of told) expect(ERROR_STATUS).toHaveProperty(code as string, status)
    const answered = Object.keys(ERROR_STATUS).filter((code) =>
      new RegExp(`"description":"[A-Z_, ]*\\b${code}\\b`).test(document),
    )
    expect(told.map(([code]) => code)).toEqual(expect.arrayContaining(answered))
  })

  it('calls only what there is', () => {
    const paths = new Set(ROUTES.map(({ path }) => path.replace('{id}', 'ID')))
    const called = [...guide.matchAll(/\$CRM(\/[\w/…-]+)|(?:GET|POST) (\/[\w/]+)/g)].map(
      ([, inShell, inText]) => (inShell ?? inText ?? '').replace(/\/(?:\w+_…|7)(?=\/|$)/, '/ID'),
    )
    expect(called.length).toBeGreaterThan(8)
    for (const path of called) expect(paths).toContain(path)
  })
})
