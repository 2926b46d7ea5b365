import type { Person } from './people.ts'

/** Fields and a view that are marked as the rest of the stock is. */
export async function stockFields({ browser: { api } }: Person, mark: string): Promise<void> {
  for (const entity of ['contact', 'company', 'deal'] as const)
    await api.fields.create.mutate({
      entity,
      label: `Madera ${mark}`,
      type: 'text',
      isFilterable: true,
      section: `Datos ${mark}`,
    })
  await api.views.create.mutate({
    entity: 'contact',
    name: `Vista ${mark}`,
    definition: { columns: [{ key: 'name' }], filter: `source:any:${mark}` },
    isShared: true,
  })
}
