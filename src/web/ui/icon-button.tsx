import type { ComponentProps } from 'react'
import { cn } from '../lib/cn.ts'
import { Button } from './button.tsx'
import { Tooltip } from './tooltip.tsx'

interface Props extends Omit<ComponentProps<typeof Button>, 'size' | 'children' | 'aria-label'> {
  label: string
  keys?: string
  small?: boolean
  side?: 'top' | 'right' | 'bottom' | 'left'
  children: ComponentProps<typeof Button>['children']
}

/** A button without words: its name is in the tooltip and for screen readers. */
export function IconButton({ label, keys, small = false, side, className, children, ...props }: Props) {
  return (
    <Tooltip label={label} {...(keys ? { keys } : {})} {...(side ? { side } : {})}>
      <Button
        variant="quiet"
        size={small ? 'icon-sm' : 'icon'}
        aria-label={label}
        aria-keyshortcuts={keys?.replace('Mod', 'Control').replace(' ', '+')}
        className={cn('[&_svg]:size-[18px]', className)}
        {...props}
      >
        {children}
      </Button>
    </Tooltip>
  )
}
