import { useNavigate } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import type { CreateExport } from '@shared/contracts/exports.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useApi, useCan } from '../../lib/workspace-context.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '../../ui/menu.tsx'
import { toast } from '../../ui/toast.tsx'

/** What a list of deals shows. */
type DealView = Omit<Extract<CreateExport, { entity: 'deal' }>, 'format'>

type View = Pick<Extract<CreateExport, { entity: 'contact' }>, 'sort'> & {
  entity: 'contact' | 'company'
  filter: string
  q: string
  columns: string[]
}

/** Has what the table shows written to a file: its filter, its order, its columns. */
export function ExportMenu({ slug, view }: { slug: string; view: View | DealView }) {
  const t = useT()
  const can = useCan()
  const navigate = useNavigate()
  const { client } = useApi()
  if (!can('contacts.export')) return null
  const begin = async (format: CreateExport['format']) => {
    try {
      await client.exports.create.mutate(requestOf(view, format))
      const more = {
        label: t('exports.see'),
        run: () => void navigate({ to: '/w/$slug/contacts/exports', params: { slug } }),
      }
      toast({ tone: 'success', text: t('exports.begun'), more })
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
    }
  }
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label={t('exports.export')} data-testid="table.export">
          <Download />
        </IconButton>
      </MenuTrigger>
      <MenuContent>
        <MenuItem onSelect={() => void begin('csv')}>{t('exports.csv')}</MenuItem>
        <MenuItem onSelect={() => void begin('xlsx')}>{t('exports.xlsx')}</MenuItem>
      </MenuContent>
    </Menu>
  )
}

function requestOf(view: View | DealView, format: CreateExport['format']): CreateExport {
  if (view.entity === 'deal') return { ...view, format }
  const { entity, filter, q, sort, columns } = view
  return { entity, format, sort, columns, ...(filter && { filter }), ...(q && { q }) }
}
