import { expect, test } from '@playwright/test'
import { customerWrites, DENTAL, login, NOGAL, openPhone, picture, signIn, stranger } from './stack.ts'

test('a customer writes, an agent answers, both see it at once', async ({ page, context }) => {
  const customer = stranger()
  await signIn(page, login(NOGAL, 'agent'))
  await page.goto(`/w/${NOGAL}/inbox/unassigned?state=waiting`)
  await expect(page.getByTestId('inbox.list')).toBeVisible()

  const phone = await context.newPage()
  await openPhone(phone, customer)
  await customerWrites(phone, '¿Hacen mesas de 2.20?')

  const row = page.getByTestId('inbox.row').filter({ hasText: customer.name })
  await expect(row).toBeVisible()
  await expect(row).toContainText('¿Hacen mesas de 2.20?')
  await expect(row).toContainText(/espera/)

  await row.click()
  const inbound = page.getByTestId('thread.message').filter({ hasText: '¿Hacen mesas de 2.20?' })
  await expect(inbound).toBeVisible()

  await page.getByTestId('composer.text').fill('Sí, a la medida. ¿Te mando una foto?')
  await page.getByTestId('composer.text').press('Enter')
  const outbound = page.getByTestId('thread.message').filter({ hasText: '¿Te mando una foto?' })
  await expect(outbound).toHaveAttribute('data-status', /delivered|read/)
  // The pointer is still in the list, so the row keeps its place; what it says is true all the same.
  await expect(row).toContainText('¿Te mando una foto?')
  await expect(row).not.toContainText(/espera/)
  await phone.bringToFront()
  await expect(phone.getByTestId('phone.message').filter({ hasText: '¿Te mando una foto?' })).toBeVisible()
  await expect(outbound).toHaveAttribute('data-status', 'read')

  await phone.getByTestId('phone.attach.photo').setInputFiles(picture())
  await page.bringToFront()
  await expect(page.getByTestId('thread.message').locator('img').first()).toBeVisible()

  await page.locator('input[type=file]').first().setInputFiles(picture())
  await page.getByTestId('composer.send').click()
  await phone.bringToFront()
  await expect(phone.locator('[data-testid="phone.message"][data-author="business"] img')).toBeVisible()
})

test('what is written survives a reload, and the server remembers it elsewhere', async ({
  page,
  browser,
  context,
}) => {
  const customer = stranger()
  const phone = await context.newPage()
  await openPhone(phone, customer)
  await customerWrites(phone, 'Hola')
  const agent = login(NOGAL, 'agent')
  await signIn(page, agent)
  await page.goto(`/w/${NOGAL}/inbox/unassigned?state=waiting`)
  await page.getByTestId('inbox.row').filter({ hasText: customer.name }).click()
  const saved = page.waitForResponse((response) => response.url().includes('conversations.saveDraft'))
  await page.getByTestId('composer.text').fill('Estoy en eso, dame un minuto')
  await saved
  await page.reload()
  await expect(page.getByTestId('composer.text')).toHaveValue('Estoy en eso, dame un minuto')

  const elsewhere = await (await browser.newContext({ locale: 'es-MX' })).newPage()
  await signIn(elsewhere, agent)
  await elsewhere.goto(page.url())
  await expect(elsewhere.getByTestId('composer.text')).toHaveValue('Estoy en eso, dame un minuto')
})

test('a note stays inside, a resolved conversation leaves the list, and undo is one click away', async ({
  page,
  context,
}) => {
  const customer = stranger()
  const phone = await context.newPage()
  await openPhone(phone, customer)
  await customerWrites(phone, '¿Tienen showroom?')
  await signIn(page, login(NOGAL, 'agent'))
  await page.goto(`/w/${NOGAL}/inbox/unassigned?state=waiting`)
  const row = page.getByTestId('inbox.row').filter({ hasText: customer.name })
  await row.click()
  await page.getByTestId('composer.mode.note').click()
  await page.getByTestId('composer.text').fill('Pasa el sábado')
  await page.getByTestId('composer.text').press('Enter')
  await expect(page.getByTestId('thread.message').filter({ hasText: 'Pasa el sábado' })).toHaveAttribute(
    'data-direction',
    'internal',
  )
  await phone.bringToFront()
  await expect(phone.getByTestId('phone.message').filter({ hasText: 'Pasa el sábado' })).toHaveCount(0)
  await page.bringToFront()
  await page.getByRole('button', { name: 'Resolver' }).click()
  await expect(page.getByRole('button', { name: 'Reabrir' }).first()).toBeVisible()
})

test('the second workspace shows nothing of the first', async ({ page }) => {
  await signIn(page, login(NOGAL, 'agent'))
  await page.goto(`/w/${NOGAL}/inbox/all?state=open`)
  await expect(page.getByTestId('inbox.row').first()).toBeVisible()
  await page.getByTestId('switcher').click()
  await page.getByTestId('switcher.item').filter({ hasText: 'Dental' }).click()
  await page.waitForURL(new RegExp(`/w/${DENTAL}/`))
  await expect(page.getByText('Regina Solórzano')).toHaveCount(0)
  await page.goto(`/w/${DENTAL}/inbox/all?state=open&q=Regina`)
  await expect(page.getByTestId('inbox.row')).toHaveCount(0)
})

test('ten conversations are gone through by keyboard alone', async ({ page }) => {
  await signIn(page, login(NOGAL, 'agent'))
  await page.goto(`/w/${NOGAL}/inbox/all?state=open`)
  await expect(page.getByTestId('inbox.row').first()).toBeVisible()
  const seen = new Set<string>()
  for (let i = 0; i < 10; i++) {
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/c\/\d+/)
    seen.add(new URL(page.url()).pathname)
    await page.keyboard.press('Escape')
  }
  expect(seen.size).toBeGreaterThanOrEqual(9)
  await page.keyboard.press('Control+k')
  await expect(page.getByTestId('palette.input')).toBeFocused()
})

test('a viewer reads and cannot write', async ({ page }) => {
  await signIn(page, login(NOGAL, 'viewer'))
  await page.goto(`/w/${NOGAL}/inbox/all?state=open`)
  await page.getByTestId('inbox.row').first().click()
  await expect(page.getByTestId('composer.readOnly')).toBeVisible()
  await expect(page.getByTestId('composer.text')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Resolver' })).toHaveCount(0)
})
