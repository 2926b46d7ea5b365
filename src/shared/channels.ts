/** The kinds of channel that exist in this release. */
export const CHANNEL_KINDS = ['whatsapp_cloud'] as const
export type ChannelKind = (typeof CHANNEL_KINDS)[number]
