import { useNavigate } from '@tanstack/react-router'
import { useT } from '../i18n/provider.tsx'
import { useWorkspace } from '../lib/workspace-context.tsx'
import { Knot } from '../ui/knot.tsx'
import { Menu, MenuContent, MenuTrigger } from '../ui/menu.tsx'
import { WorkspaceItems } from './workspace-items.tsx'

/** The knot: which workspace this is, and the way to the others. */
export function WorkspaceSwitcher({ slug }: { slug: string }) {
  const t = useT()
  const { detail } = useWorkspace()
  const navigate = useNavigate()
  return (
    <Menu>
      <MenuTrigger asChild>
        <button
          type="button"
          data-testid="switcher"
          title={detail.name}
          aria-label={t('nav.switchWorkspace', { name: detail.name })}
          className="grid size-9 place-items-center rounded-[11px] bg-brand text-on-brand hover:bg-brand-hover"
        >
          <Knot />
        </button>
      </MenuTrigger>
      <MenuContent side="right" align="start" className="min-w-[250px]">
        <WorkspaceItems
          current={slug}
          onChoose={(next) => void navigate({ to: '/w/$slug/inbox', params: { slug: next } })}
        />
      </MenuContent>
    </Menu>
  )
}
