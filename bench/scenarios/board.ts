import { chromium, type Page } from '@playwright/test'
import { buildIfChanged } from '../../scripts/lib/build.ts'
import { ensureChromium, HOW_TO_GET_CHROMIUM } from '../../scripts/lib/chromium.ts'
import { createDeal } from '../../src/server/modules/deals/index.ts'
import { createWorkspace } from '../../src/server/modules/accounts/index.ts'
import { allPipelines, ensurePipelines, stagesOf } from '../../src/server/modules/pipelines/index.ts'
import { withComposed } from '../../test/load/given.ts'
import { count, ms, print } from '../report.ts'
import { numberOf, type Bench } from '../world.ts'

const SLUG = 'bench-board'
const PERSON = { email: 'owner@board.bench.example', name: 'Dueña', password: 'una clave larga y tranquila' }
const DEALS = { full: 5_000, quick: 500 }
const TARGETS = { interactiveMs: 1_000, fps: 55, slowestFrameMs: 50 }
const OPENINGS = 7
const DRAG_STEPS = 240

/** A board of many open deals in a browser: how soon it can be used, and how smoothly a card is dragged over it. */
export async function board(bench: Bench): Promise<void> {
  const { world, report, isQuick } = bench
  const deals = isQuick ? DEALS.quick : DEALS.full
  report.begin('board', `${count(deals)} open deals in one pipeline, in headless Chromium`)
  const executablePath = await ensureChromium(print)
  if (!executablePath) throw new Error(`No Chromium for the board. ${HOW_TO_GET_CHROMIUM}`)
  await buildIfChanged(print)
  // The scenarios on the wire need no pages; this one does.
  world.env['CRM_WEB_DIR'] = 'dist/public'
  await stock(bench, deals)
  await world.fleet.crash(0)
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage({
      baseURL: world.fleet.url(),
      locale: 'es-MX',
      viewport: { width: 1440, height: 900 },
    })
    // What runs functions of this file here gives them their names by a helper that the page lacks.
    await page.addInitScript('globalThis.__name = (named) => named')
    await signIn(page)
    report.target({
      ...interactive(await openings(page)),
      conditions: `${OPENINGS} openings, warm, from the inbox`,
    })
    for (const row of smooth(await dragFrames(page)))
      report.target({ ...row, conditions: `${DRAG_STEPS} moves of the pointer over all columns` })
  } finally {
    await browser.close()
  }
}

/** Unless an earlier run with --keep has left it. */
async function stock({ world }: Bench, deals: number): Promise<void> {
  if ((await numberOf(world, `SELECT COUNT(*) FROM workspaces WHERE slug = '${SLUG}'`)) > 0) return
  await withComposed(world, async ({ services }) => {
    const { workspaceId, ownerId } = await createWorkspace(services, {
      name: 'Bench',
      slug: SLUG,
      country: 'MX',
      owner: PERSON,
    })
    const db = services.workspaceDb(workspaceId)
    await ensurePipelines(db)
    const [pipeline] = await allPipelines(db)
    const stages = await stagesOf(db, pipeline?.id)
    print(`preparing ${count(deals)} deals …`)
    for (let n = 0; n < deals; n++) {
      const stageId = stages[n % stages.length]?.id
      const input = {
        title: `Mesa de comedor ${n}`,
        amount: (n + 1) * 1_000,
        ownerId,
        ...(stageId && { stageId }),
      }
      await createDeal(db, input, { kind: 'system', name: 'bench' })
    }
  })
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/login')
  await page.locator('input[type=email]').fill(PERSON.email)
  await page.locator('input[type=password]').fill(PERSON.password)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/inbox\//)
}

/** From the press on "deals" until a card has the size it keeps, in milliseconds. */
async function openings(page: Page): Promise<number[]> {
  const times: number[] = []
  for (let turn = 0; turn < OPENINGS; turn++) {
    await page.locator(`a[href^="/w/${SLUG}/inbox"]`).first().click()
    await page.getByTestId('inbox.list').waitFor()
    times.push(await page.evaluate(timeToCard, `a[href^="/w/${SLUG}/deals"]`))
  }
  // The first one also fetches the code of the screen.
  return times.slice(1)
}

function timeToCard(link: string): Promise<number> {
  const started = performance.now()
  document.querySelector<HTMLElement>(link)?.click()
  return new Promise((resolve) => {
    const look = () => {
      const card = document.querySelector('[data-testid="deal.card"]')
      if (card && card.getBoundingClientRect().height > 0)
        requestAnimationFrame(() => resolve(performance.now() - started))
      else requestAnimationFrame(look)
    }
    look()
  })
}

/** The times between frames while a card is dragged to and fro over the columns. */
async function dragFrames(page: Page): Promise<number[]> {
  const card = await page.getByTestId('deal.card').first().boundingBox()
  const columns = await page
    .getByTestId('deals.column')
    .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().x + 120))
  if (!card || columns.length === 0) throw new Error('the board shows no card')
  await page.mouse.move(card.x + 40, card.y + 20)
  await page.mouse.down()
  await page.mouse.move(card.x + 60, card.y + 60, { steps: 4 })
  await page.evaluate(watchFrames)
  const [left = 0, right = 0] = [columns[0], columns.at(-1)]
  for (let step = 0; step < DRAG_STEPS; step++) {
    const along = (1 - Math.cos((step / DRAG_STEPS) * 4 * Math.PI)) / 2
    await page.mouse.move(left + (right - left) * along, 250 + 300 * Math.abs(Math.sin(step / 15)))
  }
  const frames = await page.evaluate(stopFrames)
  await page.keyboard.press('Escape')
  await page.mouse.up()
  return frames
}

interface Watching extends Window {
  frameTimes?: number[]
  isWatching?: boolean
}

function watchFrames(): void {
  const watching = window as Watching
  watching.frameTimes = []
  watching.isWatching = true
  let last = performance.now()
  const frame = (now: number) => {
    watching.frameTimes?.push(now - last)
    last = now
    if (watching.isWatching) requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}

function stopFrames(): number[] {
  const watching = window as Watching
  watching.isWatching = false
  return watching.frameTimes?.slice(1) ?? []
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

function interactive(times: readonly number[]) {
  const measured = median(times)
  return {
    what: 'board ready for the pointer, median',
    measured: `${ms(measured)} (slowest ${ms(Math.max(...times))})`,
    target: `≤ ${TARGETS.interactiveMs} ms`,
    isMet: measured <= TARGETS.interactiveMs,
  }
}

function smooth(frames: readonly number[]) {
  const total = frames.reduce((sum, frame) => sum + frame, 0)
  const fps = (frames.length / total) * 1_000
  const slowest = Math.max(...frames)
  return [
    {
      what: 'frames a second while a card is dragged',
      measured: `${fps.toFixed(1)} (${frames.length} frames)`,
      target: `≥ ${TARGETS.fps}`,
      isMet: fps >= TARGETS.fps,
    },
    {
      what: 'slowest frame of the drag',
      measured: ms(slowest),
      target: `≤ ${TARGETS.slowestFrameMs} ms`,
      isMet: slowest <= TARGETS.slowestFrameMs,
    },
  ]
}
