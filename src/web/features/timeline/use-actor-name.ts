import type { UserId } from '@shared/ids.ts'
import { useT } from '../../i18n/provider.tsx'
import { useMembers } from '../inbox/use-members.ts'

export interface NamedActor {
  kind: 'user' | 'api_key' | 'system'
  id: string
}

/** Who did something, by the name that people know. */
export function useActorName(): (actor: NamedActor) => string {
  const t = useT()
  const members = useMembers()
  return ({ kind, id }) => {
    if (kind === 'api_key') return t('audit.apiKey')
    if (kind === 'system') return t('audit.system')
    return members.nameOf(id as UserId) ?? t('audit.formerMember')
  }
}
