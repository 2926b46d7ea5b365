import { existsSync, readFileSync } from 'node:fs'

export interface Counts {
  passed: number
  failed: number
}

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  /** A file that does not load has no tests, only this. */
  testResults: { status: string; assertionResults: unknown[] }[]
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number }
}

/** Counts of vitest's JSON report; a missing report counts nothing. */
export function vitestCounts(path: string): Counts {
  const report = readReport<VitestReport>(path)
  if (!report) return { passed: 0, failed: 0 }
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length }
}

/** Counts of Playwright's JSON report. A journey that only passed when repeated has failed: it will fail others. */
export function playwrightCounts(path: string): Counts {
  const report = readReport<PlaywrightReport>(path)
  if (!report) return { passed: 0, failed: 0 }
  return { passed: report.stats.expected, failed: report.stats.unexpected + report.stats.flaky }
}

function readReport<T>(path: string): T | null {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : null
}
