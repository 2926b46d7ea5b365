import {
  ChannelRef,
  ConnectChannel,
  RenameChannel,
  TestChannel,
  UpdateChannel,
} from '../../../../shared/contracts/channels.ts'
import { roleCan } from '../../../../shared/permissions.ts'
import {
  channelDetail,
  checkChannelHealth,
  connectChannel,
  disconnectChannel,
  listChannels,
  renameChannel,
  testChannel,
  updateChannel,
} from '../../../modules/channels/index.ts'
import { router, workspace } from '../base.ts'

export const channelsRouter = router({
  list: workspace('channels.view').query(({ ctx }) => listChannels(ctx.db)),
  get: workspace('channels.view')
    .input(ChannelRef)
    .query(({ ctx, input }) =>
      channelDetail(ctx.services.channels, ctx.db, {
        channelId: input.id,
        showSecrets: roleCan(ctx.actor.role, 'channels.manage'),
      }),
    ),
  test: workspace('channels.manage')
    .input(TestChannel)
    .mutation(({ ctx, input }) => testChannel(ctx.services.channels, input)),
  connect: workspace('channels.manage')
    .input(ConnectChannel)
    .mutation(({ ctx, input }) => connectChannel(ctx.services.channels, ctx.db, input)),
  rename: workspace('channels.manage')
    .input(RenameChannel)
    .mutation(({ ctx, input }) => renameChannel(ctx.db, input)),
  update: workspace('channels.manage')
    .input(UpdateChannel)
    .mutation(({ ctx, input }) => updateChannel(ctx.db, input, ctx.actor)),
  checkHealth: workspace('channels.manage')
    .input(ChannelRef)
    .mutation(({ ctx, input }) => checkChannelHealth(ctx.services.channels, ctx.db, input.id)),
  disconnect: workspace('channels.manage')
    .input(ChannelRef)
    .mutation(({ ctx, input }) => disconnectChannel(ctx.services.channels, ctx.db, input.id)),
})
