import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { playwrightCounts, vitestCounts } from './reports.ts'

const folder = mkdtempSync(join(tmpdir(), 'crm-reports-'))
afterAll(() => rmSync(folder, { recursive: true }))

function report(content: object): string {
  const path = join(folder, `${Math.random()}.json`)
  writeFileSync(path, JSON.stringify(content))
  return path
}

describe('what a run came to', () => {
  it('counts a test file that did not load as a failure', () => {
    const path = report({
      numPassedTests: 7,
      numFailedTests: 1,
      testResults: [
        { status: 'passed', assertionResults: [{}] },
        { status: 'failed', assertionResults: [{}] },
        { status: 'failed', assertionResults: [] },
      ],
    })
    expect(vitestCounts(path)).toEqual({ passed: 7, failed: 2 })
  })

  it('counts a flaky journey as a failure', () => {
    const path = report({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 } })
    expect(playwrightCounts(path)).toEqual({ passed: 5, failed: 2 })
  })

  it('counts nothing where a runner died before its report', () => {
    expect(vitestCounts(join(folder, 'none.json'))).toEqual({ passed: 0, failed: 0 })
  })
})
