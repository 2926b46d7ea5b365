import { createSafeFetch, type SafeFetch } from '../../src/server/platform/net/index.ts'

/** The product's own HTTP client, opened for the servers of the tests on this machine. */
export function loopbackFetch(): SafeFetch {
  return createSafeFetch({ allowCidrs: ['127.0.0.0/8'], userAgent: 'crm-pro-tests' })
}
