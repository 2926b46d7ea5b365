import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'
import { output } from './exec.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome']
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

export const HOW_TO_GET_CHROMIUM =
  'Install one (Debian: apt-get install chromium; any system: node_modules/.bin/playwright install chromium) ' +
  'or name it in CHROMIUM_PATH.'

/** A Chromium of this machine, installed by apt when we are root and there is none. Null when none can be had. */
export async function ensureChromium(log: (line: string) => void): Promise<string | null> {
  return findChromium() ?? ((await installByApt(log)) ? findChromium() : null)
}

function findChromium(): string | null {
  const path = (process.env.PATH ?? '').split(delimiter)
  const system = [...path, ...FOLDERS].flatMap((folder) => NAMES.map((name) => join(folder, name)))
  const candidates = [process.env.CHROMIUM_PATH, ...system, ...MAC, chromium.executablePath()]
  return candidates.find((file): file is string => Boolean(file) && existsSync(String(file))) ?? null
}

async function installByApt(log: (line: string) => void): Promise<boolean> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  log('installing chromium by apt-get')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    await output('apt-get', ['-q', 'update'], { env })
    await output('apt-get', ['-q', '-y', 'install', '--no-install-recommends', 'chromium'], { env })
    return true
  } catch (error) {
    log(error instanceof Error ? error.message : String(error))
    return false
  }
}
