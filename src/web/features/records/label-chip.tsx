import type { LabelDto } from '@shared/contracts/labels.ts'
import { cn } from '../../lib/cn.ts'

/** A label in its hue; the pairs of the tokens are all readable. */
export function LabelChip({
  label,
  className,
}: {
  label: Pick<LabelDto, 'name' | 'color'>
  className?: string
}) {
  return (
    <span
      className={cn(
        'inline-block max-w-36 truncate rounded-[6px] px-[7px] text-[0.71875rem] leading-[19px] font-[550]',
        className,
      )}
      style={{ background: `var(--label-${label.color}-bg)`, color: `var(--label-${label.color}-fg)` }}
    >
      {label.name}
    </span>
  )
}

export function LabelChips({ labels }: { labels: readonly LabelDto[] }) {
  return (
    <span className="flex gap-1 overflow-hidden">
      {labels.map((label) => (
        <LabelChip key={label.id} label={label} />
      ))}
    </span>
  )
}
