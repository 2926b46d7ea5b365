import { Control } from './control/control.ts'
import { graphHandler } from './graph/server.ts'
import { listenOnLoopback, type LoopbackServer } from './http-io.ts'
import { phoneHandler } from './phone/phone-server.ts'
import { keepInFile } from './world/state-file.ts'
import { World, type WorldOptions } from './world/world.ts'

export interface FakeGraphOptions extends WorldOptions {
  /** Default 0: a free one. */
  port?: number
  phonePort?: number
  webhookUrl?: string
  /** JSON file in which the threads survive a restart. */
  stateFile?: string
}

export interface FakeGraph {
  /** What the CRM gets as its Graph URL. */
  url: string
  /** The customers' phone, for people and browser tests. */
  phoneUrl: string
  appSecret: string
  control: Control
  close: () => Promise<void>
}

/** Starts the fake provider on loopback: the Graph API on one port, the phone page on another. */
export async function startFakeGraph(options: FakeGraphOptions = {}): Promise<FakeGraph> {
  const world = new World(options)
  if (options.webhookUrl) world.settings.webhookUrl = options.webhookUrl
  const stopSaving = options.stateFile ? keepInFile(world, options.stateFile) : undefined
  const servers: LoopbackServer[] = []
  const control = new Control(world, () => servers[0] as LoopbackServer)
  const graph = await listenOnLoopback(graphHandler(world, control), options.port)
  servers.push(graph)
  world.graphUrl = graph.url
  const phone = await listenOnLoopback(phoneHandler(world, control), options.phonePort)
  servers.push(phone)
  return {
    url: graph.url,
    phoneUrl: phone.url,
    appSecret: world.registry.appSecret,
    control,
    close: async () => {
      stopSaving?.()
      world.close()
      await Promise.all(servers.map((server) => server.close()))
    },
  }
}
