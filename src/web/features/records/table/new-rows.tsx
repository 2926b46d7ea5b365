import { ArrowUp } from 'lucide-react'
import { useT } from '../../../i18n/provider.tsx'

/** Says that there is something new above; a click shows it. */
export function NewRows({ count, onShow }: { count: number; onShow: () => void }) {
  const t = useT()
  return (
    <div role="status" className="pointer-events-none absolute inset-x-0 top-12 z-30 flex justify-center">
      {count > 0 && (
        <button
          type="button"
          data-testid="table.newRows"
          title={t('table.showNew')}
          onClick={onShow}
          className="pointer-events-auto flex h-8 animate-rise items-center gap-1.5 rounded-full bg-brand px-3 text-small font-[600] text-on-brand shadow-2"
        >
          {t('table.newRows', { count })} <ArrowUp aria-hidden className="size-4" />
        </button>
      )}
    </div>
  )
}
