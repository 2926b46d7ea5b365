import { z } from 'zod'
import type { ChannelDto } from '../../../../shared/contracts/channels.ts'
import { zId } from '../../../../shared/contracts/z.ts'
import { channelDetail, connectChannel, listChannels } from '../../../modules/channels/index.ts'
import { decodePosition, encodeCursor } from '../../../platform/cursor.ts'
import * as examples from '../examples.ts'
import { jsonBody } from '../json-body.ts'
import { route } from '../route.ts'
import { ChannelDetail, ChannelPage, ConnectChannel } from '../schemas/channel.ts'
import { paging } from '../schemas/common.ts'

const common = { tag: 'Channels' } as const

export const channelRoutes = [
  route({
    ...common,
    method: 'GET',
    path: '/channels',
    operationId: 'listChannels',
    summary: 'List channels',
    description: 'In the order in which they were connected, with the state of their health.',
    query: z.strictObject(paging(50)),
    status: 200,
    response: ChannelPage,
    errors: [],
    example: { response: examples.pageOf(examples.channel) },
    handle: async ({ db, query }) => pageOf((await listChannels(db)).items, query),
  }),
  route({
    ...common,
    method: 'POST',
    path: '/channels',
    operationId: 'connectChannel',
    summary: 'Connect a channel',
    description:
      "Asks the provider first; nothing is stored that it does not accept. Then enter `webhookUrl` and `verifyToken` in the provider's dashboard.",
    body: jsonBody(ConnectChannel),
    status: 201,
    response: ChannelDetail,
    errors: ['CHANNEL_CHECK_FAILED', 'CHANNEL_ALREADY_CONNECTED'],
    example: { body: examples.connectChannel, response: examples.channelDetail },
    handle: ({ services, db, body }) => connectChannel(services.channels, db, body),
  }),
  route({
    ...common,
    method: 'GET',
    path: '/channels/{id}',
    operationId: 'getChannel',
    summary: 'Read a channel',
    description: 'With what its webhooks need. Its access token and app secret are never shown.',
    params: z.strictObject({ id: zId('channel') }),
    status: 200,
    response: ChannelDetail,
    errors: ['NOT_FOUND'],
    example: { response: examples.channelDetail },
    handle: ({ services, db, params }) =>
      channelDetail(services.channels, db, { channelId: params.id, showSecrets: true }),
  }),
]

/** A workspace has few channels, so they are read whole and cut here. */
function pageOf(all: ChannelDto[], { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const after = cursor === undefined ? undefined : decodePosition('channel', cursor).id
  // A channel is never deleted: the one that a cursor names is still there.
  const start = after === undefined ? 0 : all.findIndex((channel) => channel.id === after) + 1
  const data = all.slice(start, start + limit)
  const last = data.at(-1)
  const isMore = start + limit < all.length
  return { data, nextCursor: isMore && last ? encodeCursor([Date.parse(last.createdAt), last.id]) : null }
}
