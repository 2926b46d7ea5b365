import { createContext, useContext } from 'react'
import type { Me, WorkspaceDetail } from '@shared/contracts/accounts.ts'
import type { Permission } from '@shared/permissions.ts'
import type { Outbox } from '../features/inbox/outbox.ts'
import type { LiveConnection } from './live.ts'
import type { QueryLiveCache } from './live-cache.ts'
import type { WorkspaceApi } from './workspace-api.ts'

export interface Workspace {
  me: Me
  detail: WorkspaceDetail
  api: WorkspaceApi
  live: LiveConnection
  /** The cache as answers and events may change it. */
  cache: QueryLiveCache
  outbox: Outbox
}

export const WorkspaceContext = createContext<Workspace | null>(null)

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext)
  if (!workspace) throw new Error('used outside a workspace')
  return workspace
}

export function useApi(): WorkspaceApi {
  return useWorkspace().api
}

/** What my role may do here, as the server told. */
export function useCan(): (permission: Permission) => boolean {
  const { permissions } = useWorkspace().detail
  return (permission) => permissions.includes(permission)
}
