import { isId } from '@shared/ids.ts'
import { useLanguage, useT } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { useMembers } from '../inbox/use-members.ts'
import { auditFactKey, valueKey } from './audit-words.ts'

type Values = Record<string, unknown> | null

/** What the log holds; the name that programs use stands behind each word. */
export function AuditValues({ before, after }: { before: Values; after: Values }) {
  const t = useT()
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return (
    <div className="mt-2 overflow-x-auto rounded-[9px] bg-surface-2 p-3">
      <table className="w-full text-micro">
        <thead>
          <tr className="text-start text-text-3">
            <th className="pe-4 pb-1 text-start font-[600]">{t('audit.field')}</th>
            <th className="pe-4 pb-1 text-start font-[600]">{t('audit.before')}</th>
            <th className="pb-1 text-start font-[600]">{t('audit.after')}</th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key} className="align-top">
              <FactName name={key} />
              <td className="pe-4 wrap-anywhere">
                <Value name={key} value={before?.[key]} />
              </td>
              <td className="wrap-anywhere">
                <Value name={key} value={after?.[key]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function FactName({ name }: { name: string }) {
  const t = useT()
  const word = auditFactKey(name)
  return (
    <th
      scope="row"
      title={name}
      className={cn('pe-4 text-start font-normal text-text-2', !word && 'font-mono')}
    >
      {word ? t(word) : name}
    </th>
  )
}

function Value({ name, value }: { name: string; value: unknown }) {
  const { t, format } = useLanguage()
  const members = useMembers()
  if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no')
  if (value === undefined || value === null || value === '') return <span className="text-text-3">—</span>
  const word = valueKey(name, value)
  if (word) return t(word)
  if (typeof value === 'string' && MOMENT.test(value)) return format.dateTime(new Date(value))
  const member = isId('user', value) ? members.nameOf(value) : undefined
  return <span dir="auto">{member ?? (typeof value === 'string' ? value : JSON.stringify(value))}</span>
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/
