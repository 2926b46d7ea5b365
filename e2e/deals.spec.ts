import { expect, test, type Locator, type Page } from '@playwright/test'
import { newPipeline, type TestPipeline } from './deal-desk.ts'
import { customerWrites, login, NOGAL, openPhone, picture, signIn, stranger } from './stack.ts'

const columns = (page: Page) => page.getByTestId('deals.column')
const card = (page: Page, title: string) => page.getByTestId('deal.card').filter({ hasText: title })
const titles = (column: Locator) =>
  column.getByTestId('deal.card').evaluateAll((cards) => cards.map((each) => each.getAttribute('aria-label')))
const stageOf = (page: Page, title: string) =>
  card(page, title).locator('xpath=ancestor::section').getAttribute('aria-label')

/** Count and sum of each column, as they are shown. */
async function shownTotals(page: Page): Promise<string[]> {
  const counts = await page.getByTestId('deals.column.count').allInnerTexts()
  const sums = await page.getByTestId('deals.column.sum').allInnerTexts()
  return [
    ...counts.map((count, at) => `${count} ${sums[at]}`),
    await page.getByTestId('deals.totals').innerText(),
  ]
}

async function openBoard(page: Page, pipeline: TestPipeline): Promise<void> {
  await page.goto(`/w/${NOGAL}/deals/${pipeline.id}/board`)
  await expect(columns(page)).toHaveCount(pipeline.stages.length)
  await expect(page.getByTestId('deal.card').first()).toBeVisible()
}

test.beforeEach(async ({ page }) => {
  await signIn(page, login(NOGAL, 'owner'))
})

test('[DEA-1] a board draws what is in sight, and a move draws no other card anew', async ({ page }) => {
  const many = Array.from({ length: 70 }, (_, n) => ({ title: `Silla ${n}`, amount: 100_00 }))
  const pipeline = await newPipeline(page, [...many, { title: 'Mesa', amount: 900_00 }])
  await openBoard(page, pipeline)
  const [first, second] = [columns(page).nth(0), columns(page).nth(1)]
  await expect(first.getByTestId('deals.column.count')).toHaveText('71')
  expect(await first.getByTestId('deal.card').count()).toBeLessThanOrEqual(30)

  await card(page, 'Mesa').focus()
  await page.evaluate(keepDrawn)
  await card(page, 'Mesa').dragTo(second)
  await expect(second.getByTestId('deal.card')).toHaveCount(1)
  await expect(page.getByTestId('toast')).toContainText('Mesa: Contactado')
  // The versions that the server and its event brought are in by now, too.
  await expect(first.getByTestId('deals.column.count')).toHaveText('70')
  expect(await page.evaluate(drawnAnew)).toEqual([])

  expect((await titles(first)).slice(0, 3)).toEqual(['Silla 69', 'Silla 68', 'Silla 67'])
  const shown = await shownTotals(page)
  await page.reload()
  await expect(second.getByTestId('deal.card')).toHaveCount(1)
  expect(await shownTotals(page)).toEqual(shown)
})

test('a card that is put between two others stays there', async ({ page }) => {
  const pipeline = await newPipeline(
    page,
    ['D', 'C', 'B', 'A'].map((title) => ({ title: `Orden ${title}` })),
  )
  await openBoard(page, pipeline)
  const first = columns(page).nth(0)
  await card(page, 'Orden D').dragTo(card(page, 'Orden B'), { targetPosition: { x: 60, y: 8 } })
  const expected = ['Orden A', 'Orden D', 'Orden B', 'Orden C']
  await expect.poll(() => titles(first)).toEqual(expected)
  await page.reload()
  await expect.poll(() => titles(first)).toEqual(expected)
})

test('[DEA-2] of two who move one card the last one counts, and is told', async ({ page, browser }) => {
  const pipeline = await newPipeline(page, [{ title: 'Disputada' }])
  const other = await (await browser.newContext({ locale: 'es-MX' })).newPage()
  await signIn(other, login(NOGAL, 'admin'))
  await openBoard(other, pipeline)
  await openBoard(page, pipeline)
  // The colleague lets go first, but their word is slow on its way.
  let release = () => undefined as void
  const held = new Promise<void>((resolve) => (release = resolve))
  await other.route(/deals\.move/, async (route) => {
    await held
    await route.continue()
  })
  await card(other, 'Disputada').dragTo(columns(other).nth(2))
  await expect.poll(() => stageOf(other, 'Disputada')).toBe('Etapa Cotizado')
  await card(page, 'Disputada').dragTo(columns(page).nth(1))
  await expect(page.getByTestId('toast')).toContainText('Disputada: Contactado')
  release()
  await expect(other.getByTestId('toast')).toContainText('Alguien más lo había movido')
  await expect.poll(() => stageOf(page, 'Disputada')).toBe('Etapa Cotizado')
  await expect.poll(() => stageOf(other, 'Disputada')).toBe('Etapa Cotizado')
})

test('[DEA-3] the sums are the server’s after every move', async ({ page }) => {
  const pipeline = await newPipeline(page, [
    { title: 'Ropero', amount: 1_200_50 },
    { title: 'Librero', amount: 800_00 },
    { title: 'Banca', amount: 333_33 },
  ])
  await openBoard(page, pipeline)
  const agree = async () => {
    const shown = await shownTotals(page)
    await page.reload()
    await expect(page.getByTestId('deals.totals')).toBeVisible()
    expect(await shownTotals(page)).toEqual(shown)
  }
  const menu = async (title: string, item: string) => {
    await card(page, title).getByTestId('deal.menu').click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await card(page, 'Ropero').dragTo(columns(page).nth(3))
  await expect(page.getByTestId('toast')).toContainText('Ropero: Negociación')
  await agree()
  await menu('Librero', 'Cotizado')
  await expect(page.getByTestId('toast')).toContainText('Librero: Cotizado')
  await page.getByTestId('toast').getByRole('button', { name: 'Deshacer' }).first().click()
  await expect.poll(() => stageOf(page, 'Librero')).toBe('Etapa Nuevo')
  await agree()
  await menu('Banca', 'Marcar ganado')
  await expect(card(page, 'Banca')).toHaveCount(0)
  await agree()
  await menu('Ropero', 'Eliminar')
  await expect(card(page, 'Ropero')).toHaveCount(0)
  await agree()
})

test('[DEA-4] the board is worked by keys alone', async ({ page }) => {
  const pipeline = await newPipeline(page, [{ title: 'Dos' }, { title: 'Uno' }])
  await openBoard(page, pipeline)
  // The one tab stop of the board is its first card.
  await expect(page.locator('[data-testid="deal.card"][tabindex="0"]')).toHaveCount(1)
  await page.locator('[data-testid="deal.card"][tabindex="0"]').focus()
  await expect(card(page, 'Uno')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(card(page, 'Dos')).toBeFocused()
  await page.keyboard.press('Shift+ArrowRight')
  await expect.poll(() => stageOf(page, 'Dos')).toBe('Etapa Contactado')
  await expect(card(page, 'Dos')).toBeFocused()
  await expect(page.getByTestId('deals.announcement')).toContainText('Dos: Contactado')
  await page.keyboard.press('ArrowLeft')
  await expect(card(page, 'Uno')).toBeFocused()
  await page.keyboard.press('x')
  await expect(page.getByTestId('deals.bulk')).toContainText('1 elegido')
  await page.keyboard.press('Shift+P')
  await expect(page.getByTestId('deal.reason')).toBeFocused()
  await page.getByTestId('deal.reason').selectOption({ index: 1 })
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(card(page, 'Uno')).toHaveCount(0)
  await expect(card(page, 'Dos')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('deal.page')).toContainText('Dos')
})

interface Watching extends Window {
  drawn?: Map<Element, unknown>
}

/** React gives an element new props whenever its card is drawn anew. */
function keepDrawn(): void {
  const propsOf = (element: Element) => {
    const key = Object.keys(element).find((name) => name.startsWith('__reactProps$'))
    return key && (element as unknown as Record<string, unknown>)[key]
  }
  const cards = [...document.querySelectorAll('[data-testid="deal.card"]')]
  const watching = window as Watching
  watching.drawn = new Map(cards.map((each) => [each, propsOf(each)]))
}

/** The cards drawn since, but for the one that was moved and the one that has the focus now. */
function drawnAnew(): (string | null)[] {
  const propsOf = (element: Element) => {
    const key = Object.keys(element).find((name) => name.startsWith('__reactProps$'))
    return key && (element as unknown as Record<string, unknown>)[key]
  }
  return [...((window as Watching).drawn ?? [])]
    .filter(([each, before]) => each.isConnected && propsOf(each) !== before)
    .map(([each]) => each.getAttribute('aria-label'))
    .filter((title) => title !== 'Mesa')
}

test('from the chat a deal is made in two fields, and its stage changed', async ({ page }) => {
  const person = stranger()
  const phone = await page.context().newPage()
  await openPhone(phone, person)
  await customerWrites(phone, 'Busco una mesa')
  await page.goto(`/w/${NOGAL}/inbox/all?state=open`)
  const row = page.getByTestId('inbox.row').filter({ hasText: person.name })
  await row.click()
  await page.getByTestId('thread.deal.new').click()
  await page.getByTestId('deal.title').fill('Mesa para doce')
  await page.getByTestId('deal.amount').fill('54,000')
  await page.getByTestId('deal.create').click()
  // The header knows it from the answer, the row from the event; neither is asked to look again.
  await expect(page.getByTestId('thread.deal')).toContainText('Nuevo')
  await expect(row.getByTestId('inbox.row.deal')).toContainText('Nuevo')
  await page.getByTestId('thread.deal').click()
  await page.getByRole('menuitem', { name: 'Cotizado' }).click()
  await expect(page.getByTestId('thread.deal')).toContainText('Cotizado')
  await expect(row.getByTestId('inbox.row.deal')).toContainText('Cotizado')
  await page.getByTestId('toast').getByRole('button', { name: 'Deshacer' }).first().click()
  await expect(page.getByTestId('thread.deal')).toContainText('Nuevo')
})

test('the chat of a deal is answered from its page, with what was begun in the inbox', async ({ page }) => {
  const person = stranger()
  const phone = await page.context().newPage()
  await openPhone(phone, person)
  await customerWrites(phone, '¿Y el precio?')
  await page.goto(`/w/${NOGAL}/inbox/all?state=open`)
  await page.getByTestId('inbox.row').filter({ hasText: person.name }).click()
  await page.getByTestId('thread.deal.new').click()
  await page.getByTestId('deal.title').fill('Credenza')
  await page.getByTestId('deal.create').click()
  const composer = page.getByTestId('composer')
  await composer.getByRole('textbox').fill('Te mando la cotización')
  await page.getByTestId('thread.deal').click()
  await page.getByTestId('thread.deal.open').click()
  await expect(page.getByTestId('deal.chat.pane')).toContainText('¿Y el precio?')
  await expect(composer.getByRole('textbox')).toHaveValue('Te mando la cotización')
  await expect(composer).toContainText('Ventana abierta')
  await page.getByTestId('composer.file').setInputFiles(picture())
  await page.getByTestId('composer.send').click()
  await expect(phone.getByText('Te mando la cotización').last()).toBeVisible()
  await expect(composer.getByRole('textbox')).toHaveValue('')
  await expect(page.getByTestId('timeline')).not.toContainText(/[a-z]{3}_[0-9a-z]{26}/)
})
