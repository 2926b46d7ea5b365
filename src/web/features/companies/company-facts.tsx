import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { CompanyDto } from '@shared/contracts/companies.ts'
import type { UserId } from '@shared/ids.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { useApi, useWorkspace } from '../../lib/workspace-context.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { CustomFacts } from '../records/custom-facts.tsx'
import { Fact, FactSection } from '../records/facts.tsx'
import { RecordLabels } from '../records/record-labels.tsx'
import { useColumnContext } from '../records/table/use-table-columns.ts'
import type { useCompany } from './use-company.ts'

interface Props {
  company: CompanyDto
  actions: ReturnType<typeof useCompany>
}

/** Everything that is known of a company, each fact edited in its place. */
export function CompanyFacts({ company, actions }: Props) {
  const { t, format } = useLanguage()
  const context = useColumnContext('company')
  const { canEdit, members, memberName } = context
  return (
    <>
      <FactSection title={t('contacts.facts')}>
        <Fact
          label={t('companies.domain')}
          editor={canEdit ? { kind: 'text', textOf: () => company.domain ?? '' } : null}
          onSave={(typed) => actions.update({ domain: typed.trim() || null })}
        >
          {company.domain}
        </Fact>
        <Fact
          label={t('contacts.owner')}
          editor={
            canEdit
              ? {
                  kind: 'choice',
                  textOf: () => company.ownerId ?? '',
                  choices: [
                    { value: '', label: t('contacts.nobody') },
                    ...members.map(({ userId, name }) => ({ value: userId, label: name })),
                  ],
                }
              : null
          }
          onSave={(typed) => actions.update({ ownerId: (typed || null) as UserId | null })}
        >
          {company.ownerId && memberName(company.ownerId)}
        </Fact>
        {company.parentName && <Fact label={t('companies.parent')}>{company.parentName}</Fact>}
        <Fact label={t('contacts.created')}>{format.dateTime(new Date(company.createdAt))}</Fact>
      </FactSection>
      <FactSection title={t('contacts.labels')}>
        <RecordLabels entity="company" id={company.id} labels={company.labels} canEdit={canEdit} />
      </FactSection>
      <CustomFacts
        custom={company.custom}
        context={context}
        onSave={(custom) => actions.update({ custom })}
      />
    </>
  )
}

const SHOWN = 50

/** The people of a company. */
export function CompanyContacts({ company }: { company: CompanyDto }) {
  const { t } = useLanguage()
  const { trpc } = useApi()
  const { detail } = useWorkspace()
  const { data } = useQuery(trpc.companies.contacts.queryOptions({ id: company.id, limit: SHOWN }))
  return (
    <FactSection title={t('contacts.title')}>
      <ul>
        {data?.items.map(({ contactId, name, role }) => (
          <li key={contactId}>
            <Link
              to="/w/$slug/contacts/$contactId"
              params={{ slug: detail.slug, contactId }}
              className="flex min-h-9 items-center gap-2 rounded-md px-1.5 text-small hover:bg-surface-2"
            >
              <Avatar id={contactId} name={name} size={24} />
              <bdi dir="auto" className="truncate">
                {name}
              </bdi>
              {role && <span className="truncate text-text-3">{role}</span>}
            </Link>
          </li>
        ))}
        {data?.items.length === 0 && <li className="text-small text-text-3">{t('companies.noContacts')}</li>}
      </ul>
    </FactSection>
  )
}
