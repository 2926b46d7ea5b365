import type { ContactDto } from '@shared/contracts/contacts.ts'
import type { UserId } from '@shared/ids.ts'
import { LIFECYCLES, type Lifecycle } from '@shared/records.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import type { CellEditor } from '../../ui/grid/types.ts'
import { Addresses } from './addresses.tsx'
import { CompanyLinks } from './company-links.tsx'
import { CustomFacts } from '../records/custom-facts.tsx'
import { Fact, FactSection } from '../records/facts.tsx'
import { RecordLabels } from '../records/record-labels.tsx'
import { LIFECYCLE_NAMES } from '../records/table/columns.tsx'
import { useColumnContext } from '../records/table/use-table-columns.ts'
import type { useContact } from './use-contact.ts'

interface Props {
  contact: ContactDto
  actions: ReturnType<typeof useContact>
}

/** Everything that is known of a person, each fact edited in its place. */
export function ContactFacts({ contact, actions }: Props) {
  const { t, format } = useLanguage()
  const context = useColumnContext('contact')
  const { canEdit, members, memberName } = context
  const text = (value: string | null): CellEditor<null> | null =>
    canEdit ? { kind: 'text', textOf: () => value ?? '' } : null
  const choice = (value: string, choices: { value: string; label: string }[]): CellEditor<null> | null =>
    canEdit ? { kind: 'choice', textOf: () => value, choices } : null
  const orNull = (typed: string) => typed.trim() || null
  return (
    <>
      <FactSection title={t('contacts.addresses')}>
        <Addresses contact={contact} canEdit={canEdit} onChanged={actions.put} />
      </FactSection>
      <FactSection title={t('contacts.facts')}>
        <Fact
          label={t('contacts.owner')}
          editor={choice(contact.ownerId ?? '', [
            { value: '', label: t('contacts.nobody') },
            ...members.map(({ userId, name }) => ({ value: userId, label: name })),
          ])}
          onSave={(typed) => actions.update({ ownerId: orNull(typed) as UserId | null })}
        >
          {contact.ownerId && memberName(contact.ownerId)}
        </Fact>
        <Fact
          label={t('contacts.lifecycle')}
          editor={choice(
            contact.lifecycle,
            LIFECYCLES.map((value) => ({ value, label: t(LIFECYCLE_NAMES[value]) })),
          )}
          onSave={(typed) => actions.update({ lifecycle: typed as Lifecycle })}
        >
          {t(LIFECYCLE_NAMES[contact.lifecycle])}
        </Fact>
        <Fact
          label={t('contacts.language')}
          editor={text(contact.language)}
          onSave={(typed) => actions.update({ language: orNull(typed) })}
        >
          {contact.language}
        </Fact>
        <Fact
          label={t('contacts.timeZone')}
          editor={text(contact.timeZone)}
          onSave={(typed) => actions.update({ timeZone: orNull(typed) })}
        >
          {contact.timeZone}
        </Fact>
        <Fact
          label={t('contacts.source')}
          editor={text(contact.source)}
          onSave={(typed) => actions.update({ source: orNull(typed) })}
        >
          {contact.source}
        </Fact>
        <Fact label={t('contacts.created')}>{format.dateTime(new Date(contact.createdAt))}</Fact>
      </FactSection>
      <FactSection title={t('contacts.labels')}>
        <RecordLabels entity="contact" id={contact.id} labels={contact.labels} canEdit={canEdit} />
      </FactSection>
      <FactSection title={t('contacts.companies')}>
        <CompanyLinks contact={contact} canEdit={canEdit} />
      </FactSection>
      <CustomFacts
        custom={contact.custom}
        context={context}
        onSave={(custom) => actions.update({ custom })}
      />
    </>
  )
}
