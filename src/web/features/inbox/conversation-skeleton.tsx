import { Bone, Delayed } from '../../ui/skeleton.tsx'

export function ConversationSkeleton() {
  return (
    <Delayed>
      <div className="flex h-full flex-col">
        <div className="flex h-[63px] items-center gap-3 border-b px-[18px]">
          <Bone className="size-[38px] rounded-full" />
          <div className="space-y-2">
            <Bone className="h-3 w-36" />
            <Bone className="h-2.5 w-24" />
          </div>
        </div>
        <ThreadSkeleton />
      </div>
    </Delayed>
  )
}

export function ThreadSkeleton() {
  return (
    <div className="flex flex-1 flex-col justify-end gap-3 px-[60px] pb-6">
      <Bone className="h-12 w-[46%] rounded-xl" />
      <Bone className="h-16 w-[52%] self-end rounded-xl" />
      <Bone className="h-10 w-[30%] rounded-xl" />
    </div>
  )
}
