import { Eye } from 'lucide-react'
import { useT } from '../../i18n/provider.tsx'

/** A reader sees why there is no place to write, and whom to ask. */
export function ReadOnlyNotice() {
  const t = useT()
  return (
    <p
      className="m-[8px_18px_14px] flex items-center gap-2.5 rounded-[14px] bg-surface-2 px-4 py-3 text-small text-text-2"
      data-testid="composer.readOnly"
    >
      <Eye className="size-[18px] shrink-0 stroke-[1.75]" aria-hidden />
      {t('composer.readOnly')}
    </p>
  )
}
