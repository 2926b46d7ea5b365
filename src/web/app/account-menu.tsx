import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide-react'
import type { ReactElement } from 'react'
import { LOCALE_NAMES, LOCALES, rememberLocale, type Locale } from '../i18n/locale.ts'
import { useLanguage } from '../i18n/provider.tsx'
import { signOut, updateMe } from '../lib/session.ts'
import { useStore } from '../lib/store.ts'
import { setTheme, theme, THEMES, type Theme } from '../lib/theme.ts'
import { forgetWorkspaces } from '../lib/workspace-api.ts'
import { useWorkspace } from '../lib/workspace-context.tsx'
import {
  Menu,
  MenuContent,
  MenuItem,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
  MenuTrigger,
} from '../ui/menu.tsx'
import { WorkspaceItems } from './workspace-items.tsx'

interface Props {
  onShortcuts: () => void
  /** On a phone the workspaces are here, for there is no knot. */
  withWorkspaces?: boolean
  children: ReactElement
}

const THEME_LOOKS = {
  system: { icon: Monitor, label: 'account.themeSystem' },
  light: { icon: Sun, label: 'account.themeLight' },
  dark: { icon: Moon, label: 'account.themeDark' },
} as const

const route = getRouteApi('/w/$slug')

export function AccountMenu({ onShortcuts, withWorkspaces = false, children }: Props) {
  const { t } = useLanguage()
  const { me } = useWorkspace()
  const { slug } = route.useParams()
  const navigate = useNavigate()
  const leave = async () => {
    await signOut()
    forgetWorkspaces()
    forgetUnsent()
    await navigate({ to: '/login' })
  }
  return (
    <Menu>
      <MenuTrigger asChild>{children}</MenuTrigger>
      <MenuContent side="right" align="end" className="min-w-[250px]">
        <div className="px-2.5 pt-1.5 pb-2">
          <bdi dir="auto" className="block truncate font-[600]">
            {me.user.name}
          </bdi>
          <span className="block truncate text-micro text-text-3">{me.user.email}</span>
        </div>
        <MenuSeparator />
        {withWorkspaces && me.workspaces.length > 1 && (
          <>
            <WorkspaceItems
              current={slug}
              onChoose={(next) => void navigate({ to: '/w/$slug/inbox', params: { slug: next } })}
            />
            <MenuSeparator />
          </>
        )}
        <ThemeItems />
        <LanguageItems />
        <MenuSeparator />
        <MenuItem keys="?" onSelect={onShortcuts} className="max-md:hidden">
          <Keyboard aria-hidden /> {t('shortcut.title')}
        </MenuItem>
        <MenuItem onSelect={() => void leave()} data-testid="account.signOut">
          <LogOut aria-hidden /> {t('account.signOut')}
        </MenuItem>
      </MenuContent>
    </Menu>
  )
}

function ThemeItems() {
  const { t } = useLanguage()
  return (
    <>
      <MenuLabel>{t('account.theme')}</MenuLabel>
      <MenuRadioGroup value={useStore(theme)} onValueChange={(value) => setTheme(value as Theme)}>
        {THEMES.map((value) => {
          const { icon: Icon, label } = THEME_LOOKS[value]
          return (
            <MenuRadioItem key={value} value={value} onSelect={(event) => event.preventDefault()}>
              <Icon aria-hidden /> {t(label)}
            </MenuRadioItem>
          )
        })}
      </MenuRadioGroup>
    </>
  )
}

function LanguageItems() {
  const { t, locale, setLocale } = useLanguage()
  const choose = (value: Locale) => {
    rememberLocale(value)
    setLocale(value)
    // The choice already holds on this device; other devices learn it when the server answers.
    void updateMe({ locale: value }).catch(() => undefined)
  }
  return (
    <>
      <MenuLabel>{t('account.language')}</MenuLabel>
      <MenuRadioGroup value={locale} onValueChange={(value) => choose(value as Locale)}>
        {LOCALES.map((value) => (
          <MenuRadioItem key={value} value={value} lang={value} onSelect={(event) => event.preventDefault()}>
            {LOCALE_NAMES[value]}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </>
  )
}

/** Unsent words belong to the person who wrote them, not to whoever signs in next. */
function forgetUnsent(): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith('crm.draft.') || key.startsWith('crm.outbox.')) localStorage.removeItem(key)
  }
}
