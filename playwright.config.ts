import { defineConfig } from '@playwright/test'

// `npm run e2e` starts the product and says here where it is.
const { E2E_APP_URL, E2E_CHROMIUM } = process.env

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // Journeys share one demo database, and a two-core machine runs one browser well.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    baseURL: E2E_APP_URL,
    locale: 'es-MX',
    timezoneId: 'America/Mexico_City',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: E2E_CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
