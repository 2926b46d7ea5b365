import {
  isInbound,
  type AssignedLine,
  type DisconnectedLine,
  type DraftedLine,
  type InboundLine,
  type Line,
  type NotedLine,
  type ResolvedLine,
  type SentLine,
} from './lines.ts'
import type { Story } from './story.ts'

export type SingleLine = NotedLine | AssignedLine | ResolvedLine | DraftedLine | DisconnectedLine

/** Something that is done at once. `index` is the place of its last line in the story. */
export type Step = { story: Story; at: Date; index: number } & (
  | { kind: 'inbound'; lines: InboundLine[] }
  | { kind: 'sent'; lines: SentLine[] }
  | { kind: 'single'; line: SingleLine }
)

/**
 * All steps of a workspace in the order of their times, as they would have happened: conversations
 * get their numbers and events their places in that order.
 */
export function stepsOf(stories: readonly Story[]): Step[] {
  return stories.flatMap(stepsOfStory).sort((one, other) => one.at.getTime() - other.at.getTime())
}

interface Run {
  lines: { line: InboundLine | SentLine; index: number }[]
}

function stepsOfStory(story: Story): Step[] {
  const steps: Step[] = []
  let run: Run = { lines: [] }
  const flush = () => {
    steps.push(...stepsOfRun(story, run))
    run = { lines: [] }
  }
  story.lines.forEach((line, index) => {
    if (!isInbound(line) && line.kind !== 'sent') {
      flush()
      steps.push({ story, at: line.at, index, kind: 'single', line })
      return
    }
    const previous = run.lines.at(-1)
    if (previous && !story.isCoarse && isInbound(previous.line) !== isInbound(line)) flush()
    run.lines.push({ line, index })
  })
  flush()
  return steps
}

/** What came in goes first: in a coarse story both sides of a talk are in one run. */
function stepsOfRun(story: Story, run: Run): Step[] {
  const inbound = run.lines.filter((entry): entry is { line: InboundLine; index: number } =>
    isInbound(entry.line),
  )
  const sent = run.lines.filter(
    (entry): entry is { line: SentLine; index: number } => entry.line.kind === 'sent',
  )
  const steps: Step[] = []
  const [firstIn, lastIn] = [inbound[0], inbound.at(-1)]
  if (firstIn && lastIn)
    steps.push({
      story,
      at: firstIn.line.at,
      index: lastIn.index,
      kind: 'inbound',
      lines: inbound.map(lineOf),
    })
  const [firstOut, lastOut] = [sent[0], sent.at(-1)]
  if (firstOut && lastOut)
    steps.push({ story, at: firstOut.line.at, index: lastOut.index, kind: 'sent', lines: sent.map(lineOf) })
  return steps
}

function lineOf<T extends Line>(entry: { line: T }): T {
  return entry.line
}
