import type { ChannelId, WorkspaceId } from '../../../shared/ids.ts'
import type { Keyring } from '../../platform/crypto/index.ts'

/** Where a channel's secret lies: the ciphertext opens there and nowhere else. */
export interface SecretPlace {
  workspaceId: WorkspaceId
  channelId: ChannelId
  column: 'credentials' | 'verify_token'
}

const place = ({ workspaceId, channelId, column }: SecretPlace) => ({
  workspaceId,
  table: 'channels',
  column,
  rowId: channelId,
})

export function sealSecret(keyring: Keyring, at: SecretPlace, plaintext: string): string {
  return keyring.seal({ ...place(at), plaintext })
}

export function openSecret(keyring: Keyring, at: SecretPlace, sealed: string): string {
  return keyring.open({ ...place(at), sealed })
}
