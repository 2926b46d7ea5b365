import { useQuery } from '@tanstack/react-query'
import type { Member } from '@shared/contracts/accounts.ts'
import { ROLE_NAMES } from '../../app/workspace-items.tsx'
import { LOCALE_NAMES } from '../../i18n/locale.ts'
import { useLanguage, useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useCan, useWorkspace } from '../../lib/workspace-context.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { SettingsPage } from './page.tsx'

export function WorkspaceScreen() {
  const { t, format } = useLanguage()
  const { detail } = useWorkspace()
  const can = useCan()
  const facts = [
    [t('settings.name'), detail.name],
    [t('auth.country'), format.region(detail.country)],
    [t('auth.setsCurrency'), detail.currency],
    [t('auth.setsZone'), detail.timeZone.replaceAll('_', ' ')],
    [t('auth.setsPhone'), `+${detail.phoneCode}`],
    [t('auth.setsLanguage'), LOCALE_NAMES[detail.locale]],
  ]
  return (
    <SettingsPage title={t('settings.workspace')} intro={t('settings.workspaceIntro')}>
      <dl className="grid grid-cols-[minmax(120px,200px)_1fr] rounded-lg border text-body">
        {facts.map(([name, value]) => (
          <div key={name} className="col-span-2 grid grid-cols-subgrid border-t px-4 py-2.5 first:border-t-0">
            <dt className="text-text-3">{name}</dt>
            <dd className="font-[550] wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
      {can('members.view') && <Members />}
    </SettingsPage>
  )
}

function Members() {
  const t = useT()
  const { api } = useWorkspace()
  const { data, error, refetch } = useQuery(api.trpc.members.list.queryOptions())
  return (
    <section className="mt-8">
      <h2 className="mb-3 text-heading font-[600]">
        {t('settings.members')}{' '}
        {data && <span className="text-small font-medium text-text-3">{data.items.length}</span>}
      </h2>
      {error && !data && <ErrorPane error={toAppError(error)} onRetry={() => void refetch()} />}
      {!data && !error && (
        <Delayed>
          <Bone className="h-40" />
        </Delayed>
      )}
      {data && (
        <ul className="rounded-lg border">
          {data.items.map((member) => (
            <MemberRow key={member.userId} member={member} />
          ))}
        </ul>
      )}
    </section>
  )
}

function MemberRow({ member }: { member: Member }) {
  const t = useT()
  const { me } = useWorkspace()
  return (
    <li className="flex items-center gap-3 border-t px-4 py-2.5 first:border-t-0">
      <Avatar id={member.userId} name={member.name} size={34} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-[550]">
          <bdi dir="auto">{member.name}</bdi>{' '}
          {member.userId === me.user.id && (
            <span className="font-normal text-text-3">{t('thread.meAside')}</span>
          )}
        </p>
        <p className="truncate text-small text-text-3">{member.email}</p>
      </div>
      <Badge tone={member.role === 'viewer' ? 'neutral' : 'brand'}>{t(ROLE_NAMES[member.role])}</Badge>
    </li>
  )
}
