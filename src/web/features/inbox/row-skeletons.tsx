import { Bone } from '../../ui/skeleton.tsx'

const ROWS = 9

/** The rows to come, in their exact geometry. */
export function RowSkeletons() {
  return Array.from({ length: ROWS }, (_, index) => (
    <div key={index} className="flex h-(--row-h) gap-[11px] border-t px-3.5 py-2.5 first:border-t-0">
      <Bone className="size-10 rounded-full" />
      <div className="flex-1 pt-1">
        <div className="flex justify-between">
          <Bone className="h-3 w-[45%]" />
          <Bone className="h-3 w-8" />
        </div>
        <Bone className="mt-2.5 h-3 w-[80%]" />
      </div>
    </div>
  ))
}
