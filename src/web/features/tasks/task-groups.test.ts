import { describe, expect, it } from 'vitest'
import type { TaskDto } from '@shared/contracts/tasks.ts'
import { instantOf } from '@shared/local-time.ts'
import { grouped } from './task-groups.ts'

const ZONE = 'America/Mexico_City'
const task = (dueLocal: string | null) =>
  ({
    title: dueLocal,
    dueLocal,
    dueAt: dueLocal && instantOf(dueLocal, ZONE).toISOString(),
  }) as unknown as TaskDto

describe('tasks under their headings', () => {
  it('stand where their own day puts them', () => {
    const dues = [
      '2026-11-20',
      '2026-11-22T09:00',
      '2026-11-22T18:00',
      '2026-11-22',
      '2026-11-23T08:00',
      '2026-11-28',
      '2026-11-29',
      null,
    ]
    const now = instantOf('2026-11-22T16:20', ZONE)
    const groups = grouped(dues.map(task), now, '2026-11-22')
    expect(groups.map(({ group, tasks }) => [group, tasks.length])).toEqual([
      ['overdue', 2],
      ['today', 2],
      ['tomorrow', 1],
      ['week', 1],
      ['later', 1],
      ['none', 1],
    ])
  })
})
