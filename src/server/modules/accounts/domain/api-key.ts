import { ID_PREFIXES, isId, type WorkspaceId } from '../../../../shared/ids.ts'

const KEY = /^crm_([0-9a-z]{26})_([A-Za-z0-9_-]{43})$/

/** `crm_<workspace>_<secret>`: naming its workspace lets the look-up stay within it. */
export function formatApiKey(workspaceId: WorkspaceId, secret: string): string {
  return `crm_${workspaceId.slice(ID_PREFIXES.workspace.length + 1)}_${secret}`
}

export function parseApiKey(key: string): { workspaceId: WorkspaceId; secret: string } | undefined {
  const [, body, secret] = KEY.exec(key) ?? []
  const workspaceId = `${ID_PREFIXES.workspace}_${body}`
  return secret !== undefined && isId('workspace', workspaceId) ? { workspaceId, secret } : undefined
}
