import { expect, test, type Locator, type Page } from '@playwright/test'
import { customerWrites, login, NOGAL, openPhone, signIn, stranger } from './stack.ts'

const taskRow = (page: Page, title: string) => page.getByTestId('tasks.row').filter({ hasText: title })
const dealCard = (page: Page, title: string) => page.getByTestId('deal.card').filter({ hasText: title })
const columnOf = (page: Page, title: string) =>
  page.getByTestId('deals.column').filter({ has: page.getByRole('group', { name: title, exact: true }) })

/** Walks by Tab, as a person without a mouse does, until the control has the focus. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeVisible()
  for (let steps = 0; steps < 90; steps++) {
    if (await control.evaluate((node) => node === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Tab does not reach it')
}

/** Down the list by its arrow key. */
async function walkTo(page: Page, row: Locator): Promise<void> {
  for (let steps = 0; steps < 40; steps++) {
    if (await row.evaluate((node) => node === document.activeElement)) return
    await page.keyboard.press('ArrowDown')
  }
  throw new Error('the arrow key does not reach it')
}

async function goTo(page: Page, letter: string, address: RegExp): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press(letter)
  await page.waitForURL(address)
}

/** `HH:mm` in a few minutes, with the day that it then is, as quick add reads it. */
function soon(): string {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'America/Mexico_City',
    hour: '2-digit',
    minute: '2-digit',
  })
  const [now, then] = [clock.format(Date.now()), clock.format(Date.now() + 4 * 60_000)]
  return `${then < now ? 'mañana' : 'hoy'} ${then}`
}

test('a seller’s morning, by keyboard alone', async ({ page, context }) => {
  test.setTimeout(120_000)
  const customer = stranger()
  const mark = customer.name.split(' ')[1] ?? ''
  const phone = await context.newPage()
  await openPhone(phone, customer)
  await customerWrites(phone, 'Hola, ¿ya está mi comedor?')
  await page.bringToFront()
  const ana = login(NOGAL, 'agent')
  const press = (key: string) => page.keyboard.press(key)
  const type = (text: string) => page.keyboard.type(text)

  await page.goto('/login')
  await expect(page.getByLabel('Correo')).toBeFocused()
  await type(ana.email)
  await press('Tab')
  await type(ana.password)
  await press('Enter')
  await page.waitForURL(/\/inbox\//)
  await expect(page.getByTestId('inbox.row').first()).toBeVisible()

  // A task of today is done; what it offers next is taken.
  await goTo(page, 't', /\/tasks\/today/)
  await expect(page.getByTestId('tasks.quickAdd')).toBeVisible()
  await press('n')
  await type(`Confirmar medidas ${mark} ${soon()}`)
  await press('Enter')
  await expect(taskRow(page, `Confirmar medidas ${mark}`)).toBeVisible()
  await type(`Pedir el anticipo ${mark} hoy`)
  await press('Enter')
  const done = taskRow(page, `Pedir el anticipo ${mark}`)
  await expect(done).toBeVisible()
  await press('Escape')
  await tabTo(page, page.getByTestId('tasks.list').locator('[tabindex="0"]').first())
  await walkTo(page, done)
  await press('Space')
  await expect(done).toHaveCount(0)
  await press('F8')
  const offer = page.getByTestId('toast').getByRole('button', { name: 'Siguiente tarea' })
  await tabTo(page, offer)
  await press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByTestId('tasks.quickAdd')).toHaveValue(/^Dar seguimiento/)
  await press('Enter')
  await expect(dialog).toBeHidden()

  // Somebody waits: the list is there at once, the search finds them.
  await goTo(page, 'i', /\/inbox\/mine/)
  await expect(page.getByTestId('inbox.row').first()).toBeVisible()
  await press('/')
  await type(customer.name)
  const waiting = page.getByTestId('inbox.row').filter({ hasText: customer.name })
  await expect(page.getByTestId('inbox.row')).toHaveCount(1)
  await tabTo(page, waiting.getByRole('link').or(waiting).first())
  await press('Enter')
  await page.waitForURL(/\/c\/\d+/)
  await expect(page.getByTestId('composer.text')).toBeVisible()
  await press('r')
  await expect(page.getByTestId('composer.text')).toBeFocused()
  await type(`Buenos días, hoy le confirmo ${mark}`)
  await press('Enter')
  await expect(page.getByTestId('thread.message').filter({ hasText: mark })).toHaveAttribute(
    'data-status',
    /delivered|read/,
  )
  await press('Escape')

  // The deal: two fields beside the chat, and its next stage.
  await tabTo(page, page.getByTestId('panel.contact'))
  await press('ArrowRight')
  await expect(page.getByTestId('panel.deal')).toBeFocused()
  await tabTo(page, page.getByTestId('deal.panel.new'))
  await press('Enter')
  await expect(page.getByTestId('deal.title')).toBeFocused()
  await type(`Comedor ${mark}`)
  await press('Tab')
  await type('28400')
  await press('Enter')
  const made = page.getByTestId('deal.panel.item').filter({ hasText: `Comedor ${mark}` })
  await expect(made).toContainText('28,400')
  const stage = made.getByTestId('deal.panel.stage')
  const before = await stage.textContent()
  await tabTo(page, stage)
  await press('Enter')
  await press('ArrowDown')
  await press('Enter')
  await expect(stage).not.toHaveText(before ?? '')

  // A task in one line about the person of the chat.
  await press('Escape')
  await press('t')
  await expect(dialog.getByTestId('tasks.quickAdd')).toBeFocused()
  await type(`Llamar a Regina ${mark} mañana 10 #cotización @ana`)
  await expect(dialog.getByTestId('tasks.reading')).toContainText('Mañana 10:00')
  await expect(dialog.getByTestId('tasks.reading')).toContainText('Ana Beltrán')
  await press('Enter')
  await expect(dialog).toBeHidden()

  // Found in the table, corrected in its cell, labelled.
  await goTo(page, 'c', /\/contacts/)
  await expect(page.getByTestId('grid.row').first()).toBeVisible()
  await press('/')
  await type(customer.name)
  await expect(page.getByTestId('grid.row')).toHaveCount(1)
  const name = page.locator('[data-cell="0:1"]')
  await tabTo(page, page.getByTestId('grid').locator('[tabindex="0"]').first())
  await press('Control+Home')
  await expect(name.or(page.locator('[data-cell="0:0"]')).and(page.locator(':focus'))).toBeVisible()
  if (!(await name.evaluate((node) => node === document.activeElement))) await press('ArrowRight')
  await press('Enter')
  await press('End')
  await type(' Ruiz')
  await press('Enter')
  await expect(page.getByTestId('grid.row').first()).toContainText(`${customer.name} Ruiz`)
  await press('x')
  const bar = page.getByTestId('bulk.bar')
  await tabTo(page, bar.getByRole('button', { name: 'Etiquetas' }))
  await press('Enter')
  await expect(page.getByRole('menu')).toBeVisible()
  await type('VIP')
  // The menu goes to what was typed a moment after it was typed.
  await expect(page.getByRole('menuitem', { name: 'VIP' }).first()).toBeFocused()
  await press('Enter')
  await expect(page.getByTestId('grid.row').first()).toContainText('VIP')

  // The board: the new card goes on by its keys.
  await goTo(page, 'd', /\/deals\//)
  await expect(page.getByTestId('deal.card').first()).toBeVisible()
  await press('/')
  await type(`Comedor ${mark}`)
  await expect(page.getByTestId('deal.card')).toHaveCount(1)
  const card = dealCard(page, `Comedor ${mark}`)
  const from = await columnOf(page, `Comedor ${mark}`).getAttribute('data-id')
  await tabTo(page, card)
  await press('Shift+ArrowRight')
  await expect(columnOf(page, `Comedor ${mark}`)).not.toHaveAttribute('data-id', from ?? '')
  await expect(card).toBeFocused()

  // The bell reminds of the first task, and leads to it.
  const bell = page.getByRole('button', { name: /^Avisos/ })
  await tabTo(page, bell)
  await press('Enter')
  const reminder = page.getByTestId('bell.item').filter({ hasText: `Confirmar medidas ${mark}` })
  await tabTo(page, reminder)
  await press('Enter')
  await expect(page.getByTestId('tasks.peek')).toContainText(`Confirmar medidas ${mark}`)
})

test('a seller’s morning, by mouse', async ({ page, context }) => {
  test.setTimeout(120_000)
  const customer = stranger()
  const mark = customer.name.split(' ')[1] ?? ''
  await signIn(page, login(NOGAL, 'agent'))
  const phone = await context.newPage()
  await openPhone(phone, customer)
  await customerWrites(phone, '¿Hacen comedores de 2.20?')
  await page.bringToFront()

  await page
    .getByRole('link', { name: /^Tareas/ })
    .first()
    .click()
  await page.getByTestId('tasks.quickAdd').fill(`Confirmar medidas ${mark} ${soon()}`)
  await page.getByRole('button', { name: 'Agregar' }).click()
  await expect(taskRow(page, `Confirmar medidas ${mark}`)).toBeVisible()
  await page.getByTestId('tasks.quickAdd').fill(`Pedir el anticipo ${mark} hoy`)
  await page.getByRole('button', { name: 'Agregar' }).click()
  const done = taskRow(page, `Pedir el anticipo ${mark}`)
  await done.getByRole('checkbox').click()
  await expect(done).toHaveCount(0)
  await page.getByTestId('toast').getByRole('button', { name: 'Siguiente tarea' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Agregar' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()

  await page.goto(`/w/${NOGAL}/inbox/unassigned?state=waiting`)
  await page.getByTestId('inbox.row').filter({ hasText: customer.name }).click()
  await page.getByTestId('composer.text').fill('Sí, a la medida.')
  await page.getByTestId('composer.send').click()
  await expect(page.getByTestId('thread.message').filter({ hasText: 'a la medida' })).toHaveAttribute(
    'data-status',
    /delivered|read/,
  )

  await page.getByTestId('panel.deal').click()
  await page.getByTestId('deal.panel.new').click()
  await page.getByTestId('deal.title').fill(`Comedor ${mark}`)
  await page
    .getByRole('dialog')
    .getByLabel(/Valor|Monto|Importe/)
    .fill('28400')
  await page.getByTestId('deal.create').click()
  const made = page.getByTestId('deal.panel.item').filter({ hasText: `Comedor ${mark}` })
  const stage = made.getByTestId('deal.panel.stage')
  const before = await stage.textContent()
  await stage.click()
  await page.getByTestId('deal.moveTo').first().click()
  await expect(stage).not.toHaveText(before ?? '')

  await page.getByRole('link', { name: 'Contactos' }).first().click()
  await page.getByTestId('table.search').fill(customer.name)
  await expect(page.getByTestId('grid.row')).toHaveCount(1)
  const cell = page.getByTestId('grid.row').first().locator('[data-column="name"]')
  // The name itself is a link to the page; the room beside it is the cell.
  const { width, height } = (await cell.boundingBox()) ?? { width: 0, height: 0 }
  await cell.dblclick({ position: { x: width - 12, y: height / 2 } })
  await page.keyboard.press('End')
  await page.keyboard.type(' Ruiz')
  await page.keyboard.press('Enter')
  await expect(cell).toContainText(`${customer.name} Ruiz`)
  await page.locator('[data-cell="0:0"]').click()
  await page.getByTestId('bulk.bar').getByRole('button', { name: 'Etiquetas' }).click()
  await page.getByRole('menuitem', { name: 'VIP' }).first().click()
  await expect(page.getByTestId('grid.row').first()).toContainText('VIP')

  await page.getByRole('link', { name: 'Negocios' }).first().click()
  const card = dealCard(page, `Comedor ${mark}`)
  const from = await columnOf(page, `Comedor ${mark}`).getAttribute('data-id')
  await card.getByTestId('deal.menu').click()
  await page.getByTestId('deal.moveTo').last().click()
  await expect(columnOf(page, `Comedor ${mark}`)).not.toHaveAttribute('data-id', from ?? '')

  await page.getByRole('button', { name: /^Avisos/ }).click()
  await page
    .getByTestId('bell.item')
    .filter({ hasText: `Confirmar medidas ${mark}` })
    .click()
  await expect(page.getByTestId('tasks.peek')).toContainText(`Confirmar medidas ${mark}`)
  await page.reload()
  await expect(page.getByTestId('tasks.peek')).toContainText(`Confirmar medidas ${mark}`)
})
