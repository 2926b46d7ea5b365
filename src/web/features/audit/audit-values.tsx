import { isId } from '@shared/ids.ts'
import { useT } from '../../i18n/provider.tsx'
import { useMembers } from '../inbox/use-members.ts'

type Values = Record<string, unknown> | null

/** Exactly what the log holds, by the names that programs use. */
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
              <th scope="row" className="pe-4 text-start font-mono font-normal text-text-2">
                {key}
              </th>
              <td className="pe-4 wrap-anywhere">
                <Value value={before?.[key]} />
              </td>
              <td className="wrap-anywhere">
                <Value value={after?.[key]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Value({ value }: { value: unknown }) {
  const members = useMembers()
  if (value === undefined || value === null) return <span className="text-text-3">—</span>
  const name = isId('user', value) ? members.nameOf(value) : undefined
  return <span dir="auto">{name ?? (typeof value === 'string' ? value : JSON.stringify(value))}</span>
}
