import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useT } from '../i18n/provider.tsx'
import { Button } from './button.tsx'

const CONFIRM_MS = 1_600

/** A value that a person carries elsewhere: shown whole, copied with one press. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const t = useT()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    setCopied(true)
    setTimeout(() => setCopied(false), CONFIRM_MS)
  }
  return (
    <div className="flex flex-col gap-1.5">
      <span className="text-small font-[550]">{label}</span>
      <div className="flex items-center gap-2">
        <code
          className="min-w-0 flex-1 truncate rounded-[9px] bg-surface-2 px-3 py-[9px] font-mono text-micro"
          title={value}
        >
          {value}
        </code>
        <Button onClick={() => void copy()} aria-label={t('common.copyOf', { what: label })}>
          {copied ? <Check /> : <Copy />} {copied ? t('common.copied') : t('common.copy')}
        </Button>
      </div>
    </div>
  )
}
