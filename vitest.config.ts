import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const fromRoot = (path: string) => new URL(path, import.meta.url).pathname

export default defineConfig({
  resolve: { alias: { '@shared': fromRoot('src/shared'), '@web': fromRoot('src/web') } },
  test: {
    // Each worker has a database of its own; more than four only fight for the disk.
    maxWorkers: Math.min(4, availableParallelism()),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{src,scripts,test}/**/*.test.{ts,tsx}'],
          exclude: ['test/integration/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts', '{src,scripts,test}/**/*.itest.ts'],
          globalSetup: ['test/harness/global-setup.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
