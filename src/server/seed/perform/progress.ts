import { isMessage, type Line } from '../plan/lines.ts'
import type { Step } from '../plan/steps.ts'
import type { Story } from '../plan/story.ts'
import { placesByKey } from './history.repo.ts'
import { clientTokenOf, wamidOf, type Place, type Stage } from './stage.ts'

export interface Progress {
  /** What is still to be done. */
  steps: Step[]
  /** Where the threads stand that are there already, by key of their story. */
  places: Map<string, Place>
}

/**
 * Compares a workspace with its stories. All messages there: nothing is left to do, whatever people
 * have made of them since. Some there: an earlier run broke off, and each thread goes on where it stands.
 */
export async function readProgress(
  { slug, db }: Pick<Stage, 'slug' | 'db'>,
  steps: readonly Step[],
): Promise<Progress> {
  const known = await placesByKey(db)
  const stored = (line: Line) => known.get(storedKeyOf(slug, line) ?? '')
  const isKeyed = (line: Line) => storedKeyOf(slug, line) !== undefined
  const stories = [...new Set(steps.map((step) => step.story))]
  const lastStored = new Map(
    stories.map((story) => [story, story.lines.findLastIndex((line) => stored(line))]),
  )

  const isDone = (step: Step): boolean => {
    const keyed = step.kind === 'single' ? [] : step.lines.filter(isKeyed)
    // A step is written whole or not at all.
    return keyed.length > 0 ? keyed.some(stored) : step.index < (lastStored.get(step.story) ?? -1)
  }
  const isComplete = stories.every((story) => story.lines.filter(isKeyed).every(stored))
  return {
    steps: isComplete ? [] : steps.filter((step) => !isDone(step)),
    places: placesOf(stories, lastStored, stored),
  }
}

function placesOf(
  stories: readonly Story[],
  lastStored: ReadonlyMap<Story, number>,
  stored: (line: Line) => Place | undefined,
): Map<string, Place> {
  const places = new Map<string, Place>()
  for (const story of stories) {
    const line = story.lines[lastStored.get(story) ?? -1]
    const place = line && stored(line)
    if (place) places.set(story.key, place)
  }
  return places
}

/** Under what name a line's row is found again. */
function storedKeyOf(slug: string, line: Line): string | undefined {
  if (line.kind === 'sent' || line.kind === 'noted') return clientTokenOf(slug, line.key)
  return isMessage(line) ? wamidOf(slug, line.key) : undefined
}
