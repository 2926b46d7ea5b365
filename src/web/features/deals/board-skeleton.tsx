import { Bone, Delayed } from '../../ui/skeleton.tsx'

const COLUMNS = [4, 3, 4, 2, 2]

export function BoardSkeleton() {
  return (
    <Delayed>
      <div className="flex min-h-0 flex-1 gap-3 overflow-hidden px-4 pt-4" aria-busy>
        {COLUMNS.map((cards, column) => (
          <div
            key={column}
            className="flex min-w-[248px] flex-1 flex-col gap-2 rounded-lg bg-surface-2 p-2 md:max-w-[340px]"
          >
            <Bone className="h-9" />
            {Array.from({ length: cards }, (_, card) => (
              <Bone key={card} className="h-[86px]" />
            ))}
          </div>
        ))}
      </div>
    </Delayed>
  )
}
