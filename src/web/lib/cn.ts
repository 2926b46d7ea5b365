import { clsx, type ClassValue } from 'clsx'
import { createTailwindMerge } from 'tailwind-merge'

const any = () => true

/**
 * Which utilities stand against each other. Only those that our components let a caller override:
 * the library's full table is 8 kB, more than the whole sign-in screen.
 */
const OVERRIDABLE = {
  cacheSize: 500,
  theme: {},
  classGroups: {
    h: [{ h: [any] }],
    'min-h': [{ 'min-h': [any] }],
    w: [{ w: [any] }],
    'max-w': [{ 'max-w': [any] }],
    'min-w': [{ 'min-w': [any] }],
    size: [{ size: [any] }],
    px: [{ px: [any] }],
    py: [{ py: [any] }],
    ps: [{ ps: [any] }],
    pe: [{ pe: [any] }],
    gap: [{ gap: [any] }],
    'gap-x': [{ 'gap-x': [any] }],
    'gap-y': [{ 'gap-y': [any] }],
    bg: [{ bg: [any] }],
    leading: [{ leading: [any] }],
    rounded: [{ rounded: [any] }],
    'rounded-ee': [{ 'rounded-ee': [any] }],
    'rounded-es': [{ 'rounded-es': [any] }],
    'text-align': [{ text: ['start', 'center', 'end'] }],
    'text-wrap': [{ text: ['balance', 'pretty'] }],
    'font-size': [
      {
        text: [
          'micro',
          'small',
          'body',
          'message',
          'heading',
          'title',
          'display',
          (value: string) => /^\[[\d.]/.test(value),
        ],
      },
    ],
    'text-color': [{ text: [any] }],
  },
  conflictingClassGroups: { size: ['w', 'h'], px: ['ps', 'pe'] },
  conflictingClassGroupModifiers: {},
  orderSensitiveModifiers: [],
}

const merge = createTailwindMerge(() => OVERRIDABLE)

/** Class names joined; of two utilities for one property the later wins, so a caller can override. */
export function cn(...inputs: ClassValue[]): string {
  return merge(clsx(inputs))
}
