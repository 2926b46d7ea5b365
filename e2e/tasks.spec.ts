import { expect, test, type Page } from '@playwright/test'
import { login, NOGAL, signIn } from './stack.ts'

const rowOf = (page: Page, title: string) => page.getByTestId('tasks.row').filter({ hasText: title })
const unique = (title: string) => `${title} ${String(Date.now()).slice(-6)}`

async function add(page: Page, line: string): Promise<void> {
  await page.getByTestId('tasks.quickAdd').fill(line)
  await page.getByTestId('tasks.quickAdd').press('Enter')
  await expect(page.getByTestId('tasks.quickAdd')).toHaveValue('')
}

async function openTasks(page: Page, role: string, path = 'all'): Promise<void> {
  await signIn(page, login(NOGAL, role))
  await page.goto(`/w/${NOGAL}/tasks/${path}`)
  await expect(page.getByTestId('tasks.row').first()).toBeVisible()
}

test('[TSK-3] a task that is done offers the next one about the same record, and can be taken back', async ({
  page,
}) => {
  await openTasks(page, 'agent')
  // One of the demo's, which are about deals.
  const row = page.getByTestId('tasks.row').first()
  const id = await row.getAttribute('data-id')
  await row.click()
  const about = page.getByTestId('tasks.peek').getByRole('heading', { level: 3 })
  const record = (await about.locator('bdi').textContent()) ?? ''
  await row.getByRole('checkbox').click()
  await expect(page.locator(`[data-id="${id}"]`)).toHaveCount(0)
  const toast = page.getByTestId('toast').last()
  await toast.getByRole('button', { name: 'Siguiente tarea' }).click()
  const dialog = page.getByRole('dialog', { name: `Nueva tarea sobre ${record}` })
  await expect(dialog.getByTestId('tasks.quickAdd')).toHaveValue(`Dar seguimiento a ${record} mañana`)
  const title = unique('Dar seguimiento')
  await dialog.getByTestId('tasks.quickAdd').fill(`${title} mañana`)
  await dialog.getByTestId('tasks.quickAdd').press('Enter')
  await expect(rowOf(page, title)).toContainText(record)
  await rowOf(page, title).getByRole('checkbox').click()
  await expect(rowOf(page, title)).toHaveCount(0)
  await page.getByTestId('toast').last().getByRole('button', { name: 'Deshacer' }).click()
  await expect(rowOf(page, title)).toBeVisible()
})

test('a task that recurs has its next already, and offers none', async ({ page }) => {
  await openTasks(page, 'agent')
  const title = unique('Inventario')
  await add(page, `${title} mañana 9`)
  await rowOf(page, title)
    .getByRole('button', { name: `Más acciones: ${title}` })
    .click()
  await page.getByRole('menuitem', { name: 'Editar la tarea' }).click()
  await page.getByRole('dialog').getByLabel('Repetir').selectOption({ label: 'Cada día' })
  await page.getByRole('dialog').getByRole('button', { name: 'Guardar' }).click()
  await expect(rowOf(page, title).getByLabel('Se repite')).toBeVisible()
  await rowOf(page, title).getByRole('checkbox').click()
  await expect(rowOf(page, title)).toHaveCount(1)
  const toast = page.getByTestId('toast').last()
  await expect(toast).toContainText(`Hecho: ${title}`)
  await expect(toast.getByRole('button', { name: 'Siguiente tarea' })).toHaveCount(0)
})

test('[NAV-1] the open task stands in the address: a reload and Back show it', async ({ page }) => {
  await openTasks(page, 'agent')
  const [first, second] = [page.getByTestId('tasks.row').nth(0), page.getByTestId('tasks.row').nth(1)]
  await first.click()
  const peek = page.getByTestId('tasks.peek').getByRole('heading', { level: 2 })
  const title = (await peek.textContent()) ?? ''
  await page.reload()
  await expect(peek).toHaveText(title)
  await second.click()
  await page.goBack()
  await expect(peek).toHaveText(title)
  await page.goto(`/w/${NOGAL}/tasks/all?open=tsk_00000000000000000000000000`)
  await expect(page.getByText('Esta tarea ya no existe.')).toBeVisible()
})

test('a colleague’s work shows at once, and no list is asked for again', async ({ page, browser }) => {
  await openTasks(page, 'agent', 'all?who=everyone')
  const other = await (await browser.newContext({ locale: 'es-MX' })).newPage()
  await openTasks(other, 'owner', 'all?who=everyone')
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('tasks.list')) asked.push(request.url())
  })
  const title = unique('Cotizar')
  await add(other, `${title} mañana`)
  await expect(rowOf(page, title)).toBeVisible()
  await rowOf(other, title).getByRole('checkbox').click()
  await expect(rowOf(page, title)).toHaveCount(0)
  expect(asked).toEqual([])
})

test('the focus goes on to the next row where the focused one is done', async ({ page }) => {
  await openTasks(page, 'agent')
  await page.getByTestId('tasks.row').first().focus()
  const next = (await page.getByTestId('tasks.row').nth(1).getAttribute('data-id')) ?? ''
  await page.keyboard.press('Space')
  await expect(page.locator(`[data-id="${next}"]`)).toBeFocused()
})

test('a viewer reads tasks and changes none', async ({ page }) => {
  await signIn(page, login(NOGAL, 'viewer'))
  await page.goto(`/w/${NOGAL}/tasks/all?who=everyone`)
  await page.getByTestId('tasks.row').first().click()
  await expect(page.getByTestId('tasks.peek')).toBeVisible()
  await expect(page.getByTestId('tasks.quickAdd')).toHaveCount(0)
  await expect(page.getByTestId('tasks.done').first()).toBeDisabled()
  await expect(page.getByRole('button', { name: 'Editar la tarea' })).toHaveCount(0)
})
