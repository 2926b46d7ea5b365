import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { expect, test, type Page } from '@playwright/test'
import { login, NOGAL, signIn } from './stack.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const LOCALES = ['es', 'en', 'pt-BR'] as const

const SIGNED_OUT = ['/login', '/signup', '/nowhere']
const SIGNED_IN = [
  `/w/${NOGAL}/inbox/mine`,
  `/w/${NOGAL}/inbox/all?state=open`,
  `/w/${NOGAL}/inbox/unassigned?state=resolved`,
  `/w/${NOGAL}/inbox/all/c/1`,
  `/w/${NOGAL}/settings`,
  `/w/${NOGAL}/settings/channels`,
  `/w/${NOGAL}/settings/channels/new`,
  `/w/${NOGAL}/settings/receipts`,
]

/** The screens beside the inbox; their dark colours are looked at in one language. */
const RECORDS = [
  'contacts',
  'companies',
  'contacts/duplicates',
  'contacts/import',
  'deals',
  'deals/d/1',
  'tasks/today',
  'tasks/all',
  'settings/fields',
  'settings/labels',
  'settings/pipelines',
  'settings/audit',
].map((path) => `/w/${NOGAL}/${path}`)

/** Put in by the browser itself, so that the page's own policy stays as it is. */
const useAxe = (page: Page) => page.addInitScript(AXE)

/** Whatever the language of the form: by what its fields are. */
async function signInSomehow(page: Page): Promise<void> {
  const person = login(NOGAL, 'admin')
  await page.goto('/login')
  await page.locator('input[type=email]').fill(person.email)
  await page.locator('input[type=password]').fill(person.password)
  await page.locator('form button[type=submit]').click()
  await page.waitForURL(/\/w\/[^/]+\/inbox\//)
}

/** Opens a page and reports what the browser refused and what axe found. */
async function examine(page: Page, path: string): Promise<string[]> {
  const problems: string[] = []
  const note = (text: string) => problems.push(text)
  page.on('pageerror', (error) => note(`script: ${error.message}`))
  page.on('console', (message) => {
    if (/Content Security Policy|violates/i.test(message.text())) note(`csp: ${message.text()}`)
  })
  await page.goto(path)
  await page.waitForLoadState('networkidle')
  // Of list and thread a phone shows one; the other is not there for anybody.
  await expect(page.locator('h1:visible')).toHaveCount(1)
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { target: unknown[] }[] }[] }> }
    }
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${JSON.stringify(nodes[0]?.target)}`)
  })
  page.removeAllListeners()
  return [...problems, ...violations]
}

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.use({ locale, bypassCSP: false })

    test('signed out: no violation on any page', async ({ page }) => {
      await useAxe(page)
      for (const path of SIGNED_OUT) expect(await examine(page, path), path).toEqual([])
    })

    for (const scheme of ['light', 'dark'] as const) {
      test(`signed in, ${scheme}: no violation on any page`, async ({ page }) => {
        test.setTimeout(90_000)
        await useAxe(page)
        await page.emulateMedia({ colorScheme: scheme })
        await signInSomehow(page)
        for (const path of SIGNED_IN) expect(await examine(page, path), path).toEqual([])
      })

      if (scheme === 'dark' && locale !== 'es') continue
      test(`records, ${scheme}: no violation on any page`, async ({ page }) => {
        test.setTimeout(90_000)
        await useAxe(page)
        await page.emulateMedia({ colorScheme: scheme })
        await signInSomehow(page)
        for (const path of RECORDS) expect.soft(await examine(page, path), path).toEqual([])
      })
    }
  })
}

test('phone width: no violation in list and thread', async ({ page }) => {
  await useAxe(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await signIn(page, login(NOGAL, 'admin'))
  const phone = ['inbox/mine', 'inbox/all/c/1', 'contacts', 'deals', 'tasks/today'].map(
    (path) => `/w/${NOGAL}/${path}`,
  )
  for (const path of phone) expect(await examine(page, path), path).toEqual([])
})
