import { defineConfig } from '@playwright/test'

// `npm run e2e` starts the product and says here where it is.
const { E2E_APP_URL, E2E_CHROMIUM } = process.env

const READ_ONLY = '**/every-route.spec.ts'

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // Journeys share one demo database and come one after the other; what only reads goes beside them.
  workers: 2,
  fullyParallel: false,
  projects: [
    { name: 'journeys', testIgnore: READ_ONLY, workers: 1 },
    { name: 'every route', testMatch: READ_ONLY, workers: 1 },
  ],
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
