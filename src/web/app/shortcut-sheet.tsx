import type { PlainKey } from '../i18n/catalogue.ts'
import { useT } from '../i18n/provider.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Keys } from '../ui/keys.tsx'

type Row = readonly [keys: string, label: PlainKey]

const GROUPS: readonly { title: PlainKey; rows: readonly Row[] }[] = [
  {
    title: 'shortcut.everywhere',
    rows: [
      ['Mod+K', 'palette.title'],
      ['g i', 'nav.inbox'],
      ['g t', 'nav.tasks'],
      ['g d', 'nav.deals'],
      ['g c', 'nav.contacts'],
      ['g s', 'nav.settings'],
      ['t', 'tasks.new'],
      ['F8', 'shortcut.toast'],
      ['?', 'shortcut.title'],
      ['Esc', 'shortcut.leave'],
    ],
  },
  {
    title: 'shortcut.inbox',
    rows: [
      ['j', 'shortcut.next'],
      ['k', 'shortcut.previous'],
      ['Enter', 'shortcut.enter'],
      ['/', 'inbox.search'],
      ['r', 'composer.reply'],
      ['n', 'composer.note'],
      ['e', 'shortcut.settle'],
      ['a', 'thread.assign'],
      ['i', 'thread.assignToMe'],
      ['u', 'thread.markUnread'],
      ['Mod+.', 'thread.panel'],
    ],
  },
  {
    title: 'shortcut.board',
    rows: [
      ['↑', 'shortcut.moveFocus'],
      ['Shift+→', 'shortcut.moveStage'],
      ['n', 'deals.newTitle'],
      ['Enter', 'deals.open'],
      ['x', 'shortcut.selectDeal'],
      ['Shift+G', 'deals.markWon'],
      ['Shift+P', 'deals.markLost'],
    ],
  },
  {
    title: 'shortcut.composer',
    rows: [
      ['Enter', 'composer.send'],
      ['Shift+Enter', 'composer.newLine'],
    ],
  },
]

export function ShortcutSheet({ onOpenChange }: { onOpenChange: (open: boolean) => void }) {
  const t = useT()
  return (
    <Dialog open onOpenChange={onOpenChange} title={t('shortcut.title')} className="max-w-[560px]">
      <div className="grid gap-x-10 gap-y-5 sm:grid-cols-2">
        {GROUPS.map(({ title, rows }) => (
          <section key={title} className={title === 'shortcut.inbox' ? 'sm:row-span-2' : undefined}>
            <h3 className="mb-2 text-micro font-[650] text-text-3">{t(title)}</h3>
            <dl className="space-y-1.5">
              {rows.map(([keys, label]) => (
                <div key={keys} className="flex items-center justify-between gap-4 text-small">
                  <dt>{t(label)}</dt>
                  <dd>
                    <Keys keys={keys} />
                    <span className="sr-only">{keys}</span>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
