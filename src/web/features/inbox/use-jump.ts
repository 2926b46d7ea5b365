import { useEffect, useRef, useState } from 'react'
import type { ThreadEntry } from './thread-entries.ts'

interface JumpContext {
  entries: readonly ThreadEntry[]
  virtual: { scrollToIndex: (index: number, options: { align: 'center' }) => void }
  loadOlder: (() => Promise<unknown>) | null
}

const FLASH_MS = 1_300
const MAX_PAGES = 40

/** Goes to a message of the thread, reading older pages until it is there, and lights it up. */
export function useJump(context: JumpContext) {
  const [flashed, setFlashed] = useState<string | null>(null)
  // Pages arrive while it waits, so each look is at the newest.
  const latest = useRef(context)
  useEffect(() => {
    latest.current = context
  })
  const to = async (id: string): Promise<void> => {
    for (let pages = 0; pages <= MAX_PAGES; pages++) {
      const { entries, virtual, loadOlder } = latest.current
      const index = entries.findIndex((entry) => entry.kind === 'message' && entry.message.id === id)
      if (index >= 0) {
        virtual.scrollToIndex(index, { align: 'center' })
        return setFlashed(id)
      }
      if (!loadOlder) return
      await loadOlder()
      await nextFrame()
    }
  }
  useEffect(() => {
    if (!flashed) return
    const timer = setTimeout(() => setFlashed(null), FLASH_MS)
    return () => clearTimeout(timer)
  }, [flashed])
  return { to: (id: string) => void to(id), flashed }
}

/** By then React has drawn what the last answer brought. */
const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve))
