import type { ChannelId, WorkspaceId } from '../../../shared/ids.ts'
import type { Keyring } from '../../platform/crypto/index.ts'

type Column = 'credentials' | 'verify_token'

/** Where a channel's secret lies: the ciphertext opens there and nowhere else. */
const place = (workspaceId: WorkspaceId, channelId: ChannelId, column: Column) => ({
  workspaceId,
  table: 'channels',
  column,
  rowId: channelId,
})

export interface SecretPlace {
  workspaceId: WorkspaceId
  channelId: ChannelId
}

export function sealSecret(keyring: Keyring, at: SecretPlace, column: Column, plaintext: string): string {
  return keyring.seal({ ...place(at.workspaceId, at.channelId, column), plaintext })
}

export function openSecret(keyring: Keyring, at: SecretPlace, column: Column, sealed: string): string {
  return keyring.open({ ...place(at.workspaceId, at.channelId, column), sealed })
}
