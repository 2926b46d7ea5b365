import { describe, expect, it } from 'vitest'
import { sniffMime } from '../../platform/storage/sniff.ts'
import { DEMO_FILES, type FileName } from '../files/catalogue.ts'
import { DENTAL, NOGAL, type DemoWorkspace } from '../people.ts'
import { Calendar } from '../plan/calendar.ts'
import { isMessage, type Line } from '../plan/lines.ts'
import { stepsOf } from '../plan/steps.ts'
import type { Story } from '../plan/story.ts'
import { dentalStories, nogalStories } from './index.ts'

const DAY = 86_400_000
const MONDAY = Date.parse('2026-11-23T00:00:00Z')
/** Every hour of a day, and a minute past local midnight, when yesterday has only just ended. */
const MOMENTS = [
  ...Array.from({ length: 24 }, (_, hour) => new Date(MONDAY + hour * 3_600_000)),
  new Date('2027-01-01T06:00:59Z'),
]

function told(now: Date): { demo: DemoWorkspace; stories: Story[] }[] {
  return [
    { demo: NOGAL, stories: nogalStories(new Calendar(now, NOGAL.utcOffsetHours)) },
    { demo: DENTAL, stories: dentalStories(new Calendar(now, DENTAL.utcOffsetHours)) },
  ]
}

/** All of a line but its time. */
const wordsOf = ({ at: _at, ...words }: Line) => words

describe('the stories', () => {
  it.each(MOMENTS)('are all in the past, and none goes back, at %s', (now) => {
    for (const { stories } of told(now)) {
      for (const { key, lines } of stories) {
        const times = lines.map((line) => line.at.getTime())
        expect(
          times.toSorted((a, b) => a - b),
          key,
        ).toEqual(times)
        expect(times.at(-1), key).toBeLessThanOrEqual(now.getTime())
      }
    }
  })

  it('say the same whenever they are told, so that a later run finds its lines', () => {
    const words = (now: Date) =>
      told(now).flatMap(({ stories }) => stories.map((story) => [story.key, story.lines.map(wordsOf)]))
    for (let day = 1; day <= 8; day++)
      expect(words(new Date(MONDAY + day * 1.1 * DAY))).toEqual(words(new Date(MONDAY)))
  })

  it('name every line once', () => {
    for (const { stories } of told(new Date(MONDAY))) {
      const keys = stories.flatMap((story) =>
        story.lines.flatMap((line) => ('key' in line ? [line.key] : [])),
      )
      expect(new Set(keys).size).toBe(keys.length)
    }
  })

  it('let only members act, and nobody write where WhatsApp would not let them', () => {
    for (const { demo, stories } of told(new Date(MONDAY))) {
      const members = new Set([
        demo.owner,
        ...demo.members.filter(({ role }) => role !== 'viewer').map(({ who }) => who),
        'api',
      ])
      for (const story of stories) {
        let heardAt = 0
        let isResolved = false
        for (const line of story.lines) {
          if ('by' in line) expect(members, story.key).toContain(line.by)
          if (line.kind === 'received') [heardAt, isResolved] = [line.at.getTime(), false]
          if (line.kind === 'resolved') isResolved = true
          if (line.kind !== 'sent' || typeof line.outcome === 'object') continue
          expect(line.at.getTime() - heardAt, `${story.key}: ${line.key}`).toBeLessThan(DAY)
          expect(isResolved, `${line.key} would reopen the conversation`).toBe(false)
        }
      }
    }
  })

  it('keep the hours of the shop', () => {
    const [nogal] = told(new Date(MONDAY + 18 * 3_600_000))
    for (const story of nogal?.stories.filter(({ key }) => key.startsWith('everyday')) ?? []) {
      const began = story.lines[0]?.at ?? new Date(0)
      if (began.getTime() > MONDAY) continue
      const local = new Date(began.getTime() + NOGAL.utcOffsetHours * 3_600_000)
      expect(local.getUTCDay(), story.key).not.toBe(0)
      expect(local.getUTCHours(), story.key).toBeGreaterThanOrEqual(10)
      expect(local.getUTCHours(), story.key).toBeLessThan(18)
    }
  })

  it('fill every word in braces', () => {
    const texts = told(new Date(MONDAY)).flatMap(({ stories }) =>
      stories.flatMap((story) => story.lines.map((line) => JSON.stringify(line))),
    )
    expect(texts.filter((text) => /\{\w+\}/.test(text))).toEqual([])
    expect(texts.filter((text) => /\b(de|a) el \p{Lu}/u.test(text))).toEqual([])
  })

  it('have some sixty threads, one of them with 2,400 messages', () => {
    const [nogal] = told(new Date(MONDAY))
    expect(nogal?.stories.length).toBeGreaterThan(60)
    const chayo = nogal?.stories.find((story) => story.key === 'chayo')
    expect(chayo?.lines.filter(isMessage)).toHaveLength(2_400)
  })
})

describe('steps', () => {
  it('come in the order of time, and hold every line of every story once', () => {
    for (const { stories } of told(new Date(MONDAY))) {
      const steps = stepsOf(stories)
      const times = steps.map((step) => step.at.getTime())
      expect(times.toSorted((a, b) => a - b)).toEqual(times)
      const lines = steps.flatMap((step): Line[] => (step.kind === 'single' ? [step.line] : step.lines))
      expect(new Set(lines)).toEqual(new Set(stories.flatMap((story) => story.lines)))
      expect(lines).toHaveLength(stories.flatMap((story) => story.lines).length)
    }
  })
})

describe('files', () => {
  const made = Object.entries(DEMO_FILES).flatMap(([name, file]) =>
    'make' in file ? [{ name: name as FileName, file }] : [],
  )
  it.each(made)('$name is what it says', async ({ file }) => {
    const bytes = file.make()
    expect(await sniffMime(bytes)).toBe(file.mime)
    expect(bytes.length).toBeLessThan(200_000)
  })
})
