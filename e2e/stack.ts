import { deflateSync } from 'node:zlib'
import { expect, type Page } from '@playwright/test'

interface Login {
  email: string
  password: string
  name: string
  role: string
  workspace: string
}

function setting(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is missing: run the journeys with npm run e2e`)
  return value
}

export const APP_URL = setting('E2E_APP_URL')
export const PHONE_URL = setting('E2E_PHONE_URL')
const LOGINS = JSON.parse(setting('E2E_LOGINS')) as Login[]

export const NOGAL = 'nogal-y-lino'
export const DENTAL = 'dental-sonrisa-sur'
const VENTAS_NUMBER = '106540352242922'

export function login(workspace: string, role: string): Login {
  const found = LOGINS.find((one) => one.workspace === workspace && one.role === role)
  if (!found) throw new Error(`the demo has no ${role} in ${workspace}`)
  return found
}

export async function signIn(page: Page, person: Pick<Login, 'email' | 'password'>): Promise<void> {
  await page.goto('/login')
  await page.getByLabel('Correo').fill(person.email)
  await page.locator('input[type=password]').fill(person.password)
  await page.getByRole('button', { name: 'Entrar', exact: true }).click()
  await page.waitForURL(/\/w\/[^/]+\/inbox\//)
}

/** A customer's WhatsApp, as the demo's phone page plays it, with a new person every time. */
export async function openPhone(page: Page, person: { name: string; phone: string }): Promise<void> {
  await page.goto(PHONE_URL)
  await page.getByTestId('phone.number').selectOption(VENTAS_NUMBER)
  await page.getByTestId('phone.customer.new').click()
  await page.getByTestId('phone.customer.name').fill(person.name)
  await page.getByTestId('phone.customer.phone').fill(person.phone)
  await page.getByTestId('phone.customer.add').click()
  await expect(page.getByTestId('phone.composer')).toBeVisible()
}

export async function customerWrites(page: Page, text: string): Promise<void> {
  await page.getByTestId('phone.composer').fill(text)
  await page.getByTestId('phone.send').click()
}

/** Somebody whom no earlier run knows. */
export function stranger(): { name: string; phone: string } {
  const digits = String(Date.now()).slice(-6)
  return { name: `Clienta ${digits}`, phone: `+52 33 77${digits}` }
}

/** A small picture, made here so that the repository holds no binary. */
export function picture(): { name: string; mimeType: string; buffer: Buffer } {
  const size = 48
  const raw = Buffer.alloc(size * (size * 3 + 1))
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) raw.set([120 + x * 2, 80 + y, 40], y * (size * 3 + 1) + 1 + x * 3)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const buffer = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ])
  return { name: 'nogal.png', mimeType: 'image/png', buffer }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc32(body), body.length + 4)
  return out
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}
