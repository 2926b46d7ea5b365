export { ChannelDirectory, type LiveChannel } from './directory.ts'
export { ChannelHealthBoard } from './health.ts'
export { connectChannel } from './connect-channel.ts'
export { detail as channelDetail, type ChannelServices } from './channel-detail.ts'
export {
  checkChannelHealth,
  disconnectChannel,
  healthReason,
  listChannels,
  renameChannel,
  testChannel,
  updateChannel,
} from './manage-channel.ts'
