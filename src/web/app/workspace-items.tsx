import type { Role } from '@shared/permissions.ts'
import type { PlainKey } from '../i18n/catalogue.ts'
import { useT } from '../i18n/provider.tsx'
import { useWorkspace } from '../lib/workspace-context.tsx'
import { hueOf, initialsOf } from '../ui/hue.ts'
import { MenuLabel, MenuRadioGroup, MenuRadioItem } from '../ui/menu.tsx'

export const ROLE_NAMES: Record<Role, PlainKey> = {
  owner: 'role.owner',
  admin: 'role.admin',
  agent: 'role.agent',
  viewer: 'role.viewer',
}

interface Props {
  current: string
  onChoose: (slug: string) => void
}

export function WorkspaceItems({ current, onChoose }: Props) {
  const t = useT()
  const { me } = useWorkspace()
  return (
    <>
      <MenuLabel>{t('nav.workspaces')}</MenuLabel>
      <MenuRadioGroup value={current} onValueChange={onChoose}>
        {me.workspaces.map(({ id, slug, name, role }) => (
          <MenuRadioItem key={id} value={slug} data-testid="switcher.item" data-slug={slug}>
            <span
              aria-hidden
              className="grid size-7 place-items-center rounded-md text-[0.6875rem] font-[650]"
              style={{ background: `var(--label-${hueOf(id)}-bg)`, color: `var(--label-${hueOf(id)}-fg)` }}
            >
              {initialsOf(name)}
            </span>
            <span className="min-w-0">
              <bdi dir="auto" className="block truncate font-[550]">
                {name}
              </bdi>
              <span className="block text-micro text-text-3">{t(ROLE_NAMES[role])}</span>
            </span>
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </>
  )
}
