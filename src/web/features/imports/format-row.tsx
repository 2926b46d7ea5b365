import { useState } from 'react'
import type { CsvDelimiter, CsvEncoding, ImportColumn, ImportDto } from '@shared/contracts/imports.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useApi } from '../../lib/workspace-context.tsx'
import { Select } from '../../ui/field.tsx'
import { toast } from '../../ui/toast.tsx'
import { formatWords } from './words.ts'

const DELIMITERS: readonly CsvDelimiter[] = [',', ';', '\t', '|']
const ENCODINGS: readonly CsvEncoding[] = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be']

interface Props {
  item: ImportDto
  onReread: (columns: readonly ImportColumn[]) => void
}

/** How the file was read, with a way to read it otherwise. */
export function FormatRow({ item, onReread }: Props) {
  const t = useT()
  const { client, queryClient, trpc } = useApi()
  const [busy, setBusy] = useState(false)
  const { format } = item
  const reread = async (hint: { delimiter?: CsvDelimiter; encoding?: CsvEncoding }) => {
    if (format.kind !== 'csv') return
    setBusy(true)
    try {
      const { delimiter, encoding } = { ...format, ...hint }
      const read = await client.imports.reread.mutate({ id: item.id, delimiter, encoding })
      queryClient.setQueryData(trpc.imports.get.queryKey({ id: item.id }), read)
      onReread(read.columns)
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2 text-small text-text-2">
      <span className="me-auto">{formatWords(t, format)}</span>
      {format.kind === 'csv' && (
        <>
          <Select
            aria-label={t('imports.delimiter')}
            className="w-auto"
            disabled={busy}
            value={format.delimiter}
            onChange={(event) => void reread({ delimiter: event.target.value as CsvDelimiter })}
          >
            {DELIMITERS.map((delimiter) => (
              <option key={delimiter} value={delimiter}>
                {delimiter === '\t' ? t('imports.format.tab') : delimiter}
              </option>
            ))}
          </Select>
          <Select
            aria-label={t('imports.encoding')}
            className="w-auto"
            disabled={busy}
            value={format.encoding}
            onChange={(event) => void reread({ encoding: event.target.value as CsvEncoding })}
          >
            {ENCODINGS.map((encoding) => (
              <option key={encoding} value={encoding}>
                {encoding.toUpperCase()}
              </option>
            ))}
          </Select>
        </>
      )}
    </div>
  )
}
