/** Behaviour that control can change while the fake runs. All durations in milliseconds. */
export interface Settings {
  /** App-level callback; a WABA's override wins over it. */
  webhookUrl?: string
  /** Delay of each status after the one before it. */
  statusDelaysMs: { sent: number; delivered: number; read: number }
  statusOrder: 'natural' | 'shuffled'
  /** Extra copies of a status inside the same payload. */
  duplicateStatuses: number
  /** Extra posts of each whole webhook. */
  duplicateWebhooks: number
  /** Announce `read` by itself; otherwise only an open thread on the phone page does. */
  autoRead: boolean
  /** Refuse free-form messages outside the 24 h window, as Meta does: 200, then `failed` 131047. */
  enforceWindow: boolean
  /** Only WABAs with a subscribed app send webhooks. */
  requireSubscription: boolean
  /** The app has "Require App Secret" switched on. */
  requireAppSecretProof: boolean
  webhookRetry: { firstMs: number; factor: number; maxMs: number; maxAttempts: number; timeoutMs: number }
  /** Life of a media URL. */
  mediaUrlTtlMs: number
}

export type SettingsPatch = Partial<Omit<Settings, 'statusDelaysMs' | 'webhookRetry'>> & {
  statusDelaysMs?: Partial<Settings['statusDelaysMs']>
  webhookRetry?: Partial<Settings['webhookRetry']>
}

const MINUTE = 60_000

export function defaultSettings(): Settings {
  return {
    statusDelaysMs: { sent: 40, delivered: 120, read: 200 },
    statusOrder: 'natural',
    duplicateStatuses: 0,
    duplicateWebhooks: 0,
    autoRead: false,
    enforceWindow: true,
    requireSubscription: false,
    requireAppSecretProof: false,
    webhookRetry: { firstMs: 1_000, factor: 2, maxMs: MINUTE, maxAttempts: 60, timeoutMs: 10_000 },
    mediaUrlTtlMs: 5 * MINUTE,
  }
}

/** Merges in place, so that every part of the fake sees the change at once. */
export function applySettings(settings: Settings, patch: SettingsPatch): void {
  const { statusDelaysMs, webhookRetry, ...flat } = patch
  Object.assign(settings, flat)
  Object.assign(settings.statusDelaysMs, statusDelaysMs)
  Object.assign(settings.webhookRetry, webhookRetry)
}
