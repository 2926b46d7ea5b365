import { lazy, Suspense, type ComponentProps } from 'react'

const LoadedBell = lazy(() => import('./bell.tsx').then((module) => ({ default: module.Bell })))

/** The bell and its popover come after the inbox: nobody opens it first. */
export function Bell(props: ComponentProps<typeof LoadedBell>) {
  return (
    <Suspense fallback={<span aria-hidden className={props.className} />}>
      <LoadedBell {...props} />
    </Suspense>
  )
}
