/**
 * The one catalogue of what members may do. The server checks it in every procedure and serves it
 * to the web app, which hides what a role can never do.
 */
export const PERMISSIONS = [
  'workspace.view',
  'workspace.manage',
  'members.view',
  'members.manage',
  'apiKeys.manage',
  'channels.view',
  'channels.manage',
  'conversations.view',
  'conversations.assign',
  'conversations.update',
  'messages.send',
  'notes.create',
  'contacts.view',
  'contacts.update',
  'contacts.delete',
  'contacts.merge',
  'contacts.import',
  'contacts.export',
  'fields.manage',
  'labels.manage',
  'views.share',
  'deals.view',
  'deals.update',
  'deals.delete',
  'pipelines.manage',
  'tasks.view',
  'tasks.update',
  'audit.view',
  'receipts.view',
  'receipts.replay',
] as const

export type Permission = (typeof PERMISSIONS)[number]

export const ROLES = ['owner', 'admin', 'agent', 'viewer'] as const
export type Role = (typeof ROLES)[number]

const VIEWER: readonly Permission[] = [
  'workspace.view',
  'members.view',
  'channels.view',
  'conversations.view',
  'contacts.view',
  'deals.view',
  'tasks.view',
]

const AGENT: readonly Permission[] = [
  ...VIEWER,
  'conversations.assign',
  'conversations.update',
  'messages.send',
  'notes.create',
  'contacts.update',
  'contacts.merge',
  'deals.update',
  'tasks.update',
]

export const ROLE_PERMISSIONS: Record<Role, readonly Permission[]> = {
  owner: PERMISSIONS,
  admin: PERMISSIONS.filter((permission) => permission !== 'workspace.manage'),
  agent: AGENT,
  viewer: VIEWER,
}

export function roleCan(role: Role, permission: Permission): boolean {
  return ROLE_PERMISSIONS[role].includes(permission)
}
