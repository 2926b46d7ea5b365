import { FileText, Film, Music, RotateCw, X } from 'lucide-react'
import { errorText } from '../../i18n/error-text.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { travelsAsDocument, type UploadItem } from './use-uploads.ts'

interface Props {
  items: readonly UploadItem[]
  onRemove: (key: string) => void
  onRetry: (key: string) => void
}

export function UploadChips({ items, onRemove, onRetry }: Props) {
  const { t } = useLanguage()
  return (
    <ul aria-label={t('composer.files')} className="flex flex-wrap gap-2 px-3 pt-2.5">
      {items.map((item) => (
        <Chip
          key={item.key}
          item={item}
          onRemove={() => onRemove(item.key)}
          onRetry={() => onRetry(item.key)}
        />
      ))}
    </ul>
  )
}

function Chip({ item, onRemove, onRetry }: { item: UploadItem; onRemove: () => void; onRetry: () => void }) {
  const { t, format } = useLanguage()
  const name = item.name || t('composer.file')
  const percent = Math.round(item.progress * 100)
  const isDone = item.attachment !== null
  return (
    <li
      data-testid="composer.upload"
      data-state={item.error ? 'failed' : isDone ? 'done' : 'uploading'}
      className={cn(
        'relative flex w-[230px] items-center gap-2.5 overflow-hidden rounded-[10px] bg-surface-2 p-1.5 pe-1',
        item.error && 'bg-danger-soft',
      )}
    >
      <Thumb item={item} />
      <div className="min-w-0 flex-1">
        <p dir="auto" className="truncate text-small font-[550]">
          {name}
        </p>
        <p className={cn('truncate text-micro', item.error ? 'text-danger-text' : 'text-text-3')}>
          {item.error
            ? item.error.code === 'PAYLOAD_TOO_LARGE'
              ? t('composer.tooBig')
              : errorText(t, item.error)
            : isDone
              ? travelsAsDocument(item)
                ? t('composer.asDocument')
                : format.bytes(item.size)
              : t('composer.uploading', { percent })}
        </p>
      </div>
      {item.error && item.file && (
        <ChipButton
          label={t('common.retry')}
          onPress={onRetry}
          icon={<RotateCw className="size-4 stroke-[1.75]" />}
        />
      )}
      <ChipButton
        label={t('composer.removeFile', { name })}
        onPress={onRemove}
        icon={<X className="size-4 stroke-[1.75]" />}
      />
      {!isDone && !item.error && (
        <span
          role="progressbar"
          aria-valuenow={percent}
          aria-label={name}
          className="absolute inset-x-0 bottom-0 h-[3px] bg-surface-3"
        >
          <span
            className="block h-full origin-left bg-brand transition-transform"
            style={{ transform: `scaleX(${item.progress})` }}
          />
        </span>
      )}
    </li>
  )
}

function Thumb({ item }: { item: UploadItem }) {
  if (item.previewUrl)
    return <img src={item.previewUrl} alt="" className="size-10 shrink-0 rounded-[7px] object-cover" />
  const Icon = item.mime.startsWith('video/') ? Film : item.mime.startsWith('audio/') ? Music : FileText
  return (
    <span className="grid size-10 shrink-0 place-items-center rounded-[7px] bg-overlay text-brand-text">
      <Icon className="size-[18px] stroke-[1.75]" aria-hidden />
    </span>
  )
}

function ChipButton({ label, onPress, icon }: { label: string; onPress: () => void; icon: React.ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onPress}
      className="grid size-7 shrink-0 place-items-center rounded-md text-text-3 hover:bg-surface-3 hover:text-text"
    >
      {icon}
    </button>
  )
}
