import { expect, test } from '@playwright/test'
import { login, NOGAL, signIn } from './stack.ts'

const file = (lines: readonly string[]) => ({
  name: 'feria.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(lines.join('\r\n'), 'latin1'),
})

test('a file becomes contacts, its sums add up, and all of it can be taken back', async ({ page }) => {
  const mark = String(Date.now()).slice(-6)
  await signIn(page, login(NOGAL, 'owner'))
  await page.goto(`/w/${NOGAL}/contacts/import`)
  await page
    .locator('input[type=file]')
    .setInputFiles(
      file([
        'Nombre;Celular;Correo;Empresa;Etiquetas',
        `Íñigo ${mark};33 11${mark};inigo${mark}@x.example;Ebanistería ${mark};feria ${mark}`,
        `Begoña ${mark};33 12${mark};;Ebanistería ${mark};`,
        `Otra vez Íñigo ${mark};33 11${mark};;;`,
        `Sin teléfono ${mark};no tiene;;;`,
      ]),
    )
  await expect(page.getByTestId('imports.map')).toContainText('Íñigo')
  await page.getByTestId('imports.doCheck').click()
  const counts = page.getByTestId('imports.counts')
  await expect(page.getByTestId('imports.check')).toBeVisible()
  const said = async () => ((await counts.textContent()) ?? '').replaceAll(/\s/g, '')
  const checked = await said()
  for (const sum of ['Nuevos2', 'Actualizados1', 'Conproblemas1', 'Filas4']) expect(checked).toContain(sum)
  await page.getByTestId('imports.run').click()
  await expect(page.getByTestId('imports.report')).toContainText('Importación terminada')
  expect(await said()).toBe(checked)
  const failed = page.waitForEvent('download')
  await page.getByTestId('imports.failedRows').click()
  expect((await failed).suggestedFilename()).toMatch(/\.csv$/)

  await page.goto(`/w/${NOGAL}/contacts?q=${encodeURIComponent(`Begoña ${mark}`)}`)
  await expect(page.getByTestId('grid.row')).toHaveCount(1)
  await page.goBack()
  await page.getByTestId('imports.undo').click()
  await expect(page.getByTestId('imports.report')).toContainText('Importación deshecha')
  await page.goto(`/w/${NOGAL}/contacts?q=${encodeURIComponent(`Begoña ${mark}`)}`)
  await expect(page.getByTestId('grid.row')).toHaveCount(0)
  await page.goto(`/w/${NOGAL}/companies?q=${encodeURIComponent(`Ebanistería ${mark}`)}`)
  await expect(page.getByTestId('grid.row')).toHaveCount(0)
})

test('an agent is offered no import', async ({ page }) => {
  await signIn(page, login(NOGAL, 'agent'))
  await page.goto(`/w/${NOGAL}/contacts/import`)
  await expect(page.locator('input[type=file]')).toHaveCount(0)
})

test('[NAV-1] the audit log keeps its filters in the address, and takes days as people write them', async ({
  page,
}) => {
  await signIn(page, login(NOGAL, 'owner'))
  await page.goto(`/w/${NOGAL}/settings/audit`)
  await page.getByLabel('Tipo').selectOption({ label: 'Campo' })
  const from = page.getByRole('textbox', { name: 'Desde' })
  await expect(from).toHaveAttribute('placeholder', 'dd/mm/aaaa')
  await from.fill('31/02/2026')
  await from.press('Tab')
  await expect(from).toHaveAttribute('aria-invalid', 'true')
  await from.fill('3/4/2026')
  await from.press('Enter')
  await expect(page).toHaveURL(/entity=field&from=2026-04-03/)
  await page.reload()
  await expect(from).toHaveValue('03/04/2026')
  const first = page.getByTestId('audit.row').first()
  await expect(first).toContainText('Campo: creación')
  await first.getByRole('button').click()
  await expect(first.getByRole('rowheader', { name: 'sirve para filtrar' })).toBeVisible()
  await page.getByRole('button', { name: 'Quitar filtros' }).click()
  await expect(page).not.toHaveURL(/from=/)
})
