import type { UserFacingSocketConfig, WAMessage } from 'baileys'
import { vi } from 'vitest'
import { Companion } from './companion.ts'
import { startFakeWhatsapp, type FakeWhatsapp } from './fake-whatsapp.ts'

// Busy machines are slow; nothing takes that long when all is well.
vi.setConfig({ testTimeout: 20_000, hookTimeout: 20_000 })

export const NOGAL = { phone: '523300000100', name: 'Café Nogal' }
export const REGINA = { phone: '5213300000112', name: 'Regina Solórzano' }

export interface Setup {
  fake: FakeWhatsapp
  companion: Companion
  close: () => Promise<void>
}

/** A simulator with Nogal's phone and Regina's, and a client that waits to be linked. */
export function givenUnlinked(options: Partial<UserFacingSocketConfig> = {}): Promise<Setup> {
  return givenSimulator(({ url }) => new Companion(url, options))
}

/** The same, for clients whose options depend on the simulator. */
export async function givenSimulator(connect: (fake: FakeWhatsapp) => Companion): Promise<Setup> {
  const fake = await startFakeWhatsapp({ smallPreKeyUploads: true })
  fake.control.addAccount(NOGAL)
  fake.control.addAccount(REGINA)
  const companion = connect(fake)
  return {
    fake,
    companion,
    close: async () => {
      await companion.end()
      await fake.close()
    },
  }
}

/** The same, linked by QR and ready. */
export async function givenLinked(options: Partial<UserFacingSocketConfig> = {}): Promise<Setup> {
  const setup = await givenUnlinked(options)
  await linkByQr(setup)
  return setup
}

export async function linkByQr({ fake, companion }: Setup): Promise<void> {
  const qr = await companion.until(() => companion.qr, 'a QR')
  await fake.control.scan({ account: NOGAL.phone, qr })
  await companion.opened()
  await companion.until(() => companion.histories[0], 'the history')
  await fake.control.settled()
}

/** @throws Error when nothing was sent. */
export function idOf(sent: WAMessage | undefined): string {
  if (!sent?.key.id) throw new Error('Nothing was sent')
  return sent.key.id
}
