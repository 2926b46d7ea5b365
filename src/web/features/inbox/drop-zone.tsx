import { useRef, useState, type DragEvent, type ReactNode } from 'react'
import { useT } from '../../i18n/provider.tsx'

interface Props {
  enabled: boolean
  onFiles: (files: File[]) => void
  children: ReactNode
}

/** Files may be dropped on the composer; while they hover, it says what it takes. */
export function DropZone({ enabled, onFiles, children }: Props) {
  const t = useT()
  const [over, setOver] = useState(false)
  const depth = useRef(0)
  const carriesFiles = (event: DragEvent) => enabled && event.dataTransfer.types.includes('Files')
  const track = (by: 1 | -1) => (event: DragEvent) => {
    if (!carriesFiles(event)) return
    depth.current = Math.max(0, depth.current + by)
    setOver(depth.current > 0)
  }
  const onDrop = (event: DragEvent) => {
    if (!carriesFiles(event)) return
    event.preventDefault()
    depth.current = 0
    setOver(false)
    onFiles([...event.dataTransfer.files])
  }
  return (
    <div
      className="relative"
      data-testid="composer.drop"
      onDragEnter={track(1)}
      onDragLeave={track(-1)}
      onDragOver={(event) => carriesFiles(event) && event.preventDefault()}
      onDrop={onDrop}
    >
      {children}
      {over && (
        <div className="pointer-events-none absolute inset-[6px_16px_12px] z-20 grid animate-fade place-items-center rounded-[14px] border-2 border-dashed border-brand bg-brand-soft/95 text-center">
          <p>
            <span className="block font-[600] text-brand-text">{t('composer.drop')}</span>
            <span className="text-micro text-text-2">{t('composer.dropLimits')}</span>
          </p>
        </div>
      )}
    </div>
  )
}
