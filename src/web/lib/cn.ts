import { clsx, type ClassValue } from 'clsx'
import { twMerge } from 'tailwind-merge'

/** Class names joined; of two utilities for one property the later wins, so a caller can override. */
export function cn(...inputs: ClassValue[]): string {
  return twMerge(clsx(inputs))
}
