import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { router } from './app/router.tsx'
import { chooseLocale, loadCatalogue, rememberedLocale } from './i18n/locale.ts'
import { LanguageProvider } from './i18n/provider.tsx'
import { startTheme } from './lib/theme.ts'
import './styles/app.css'

/**
 * Menus and dialogs add a <style> of their own while they lock the page's scrolling. The policy
 * allows it only with the nonce of this answer, which their library reads from this global.
 */
function handOverNonce(): void {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content
  if (nonce) Object.assign(globalThis, { __webpack_nonce__: nonce })
}

async function start(): Promise<void> {
  handOverNonce()
  startTheme()
  const locale = chooseLocale(rememberedLocale(), null, navigator.languages)
  const catalogue = await loadCatalogue(locale, 'access')
  const root = document.getElementById('root')
  if (!root) throw new Error('#root is missing')
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider initial={{ locale, catalogue }}>
        <RouterProvider router={router} />
      </LanguageProvider>
    </StrictMode>,
  )
  // Titles wait in the text font until the display font is here: the first paint must not.
  requestAnimationFrame(() => void import('@fontsource-variable/bricolage-grotesque/wght.css'))
}

void start()
