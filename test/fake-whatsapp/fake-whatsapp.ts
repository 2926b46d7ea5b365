import { listenOnLoopback } from '../fake-graph/http-io.ts'
import { Control } from './control/control.ts'
import { startMediaHost } from './media/media-host.ts'
import { phoneHandler } from './phone/phone-server.ts'
import { startWebServer } from './transport/web-server.ts'
import { keepInFile } from './world/state-file.ts'
import { World, type WorldOptions } from './world/world.ts'

export interface FakeWhatsappOptions extends WorldOptions {
  /** Default 0: a free one. */
  port?: number
  phonePort?: number
  mediaPort?: number
  /** JSON file in which accounts, links, sessions and queues survive a restart. */
  stateFile?: string
}

export interface FakeWhatsapp {
  /** What Baileys gets as `waWebSocketUrl`. */
  url: string
  /** The phones, for people and browser tests; control over HTTP. */
  phoneUrl: string
  mediaUrl: string
  /** Certificate of the media host, for NODE_EXTRA_CA_CERTS. */
  caFile: string
  control: Control
  close: () => Promise<void>
}

/** Starts the simulated WhatsApp on loopback: its WebSocket, its media host and the phones' page. */
export async function startFakeWhatsapp(options: FakeWhatsappOptions = {}): Promise<FakeWhatsapp> {
  const world = new World(options)
  const control = new Control(world)
  const stopSaving = options.stateFile === undefined ? undefined : keepInFile(world, options.stateFile)
  const media = await startMediaHost(world.media, {
    ...(options.mediaPort !== undefined && { port: options.mediaPort }),
    ...(options.stateFile !== undefined && { certificateFile: `${options.stateFile}.ca.pem` }),
  })
  const web = await startWebServer(world, options.port)
  const phone = await listenOnLoopback(phoneHandler(world, control), options.phonePort)
  return {
    url: web.url,
    phoneUrl: phone.url,
    mediaUrl: world.media.url,
    caFile: media.caFile,
    control,
    close: async () => {
      stopSaving?.()
      await Promise.all([web.close(), phone.close(), media.close()])
    },
  }
}
