import { useQuery } from '@tanstack/react-query'
import type { CompanyDto, UpdateCompany } from '@shared/contracts/companies.ts'
import type { CompanyId } from '@shared/ids.ts'
import { useApi } from '../../lib/workspace-context.tsx'
import { refreshRows } from '../../lib/table-rows.ts'

/** A company with what is done to it. */
export function useCompany(id: string) {
  const api = useApi()
  const companyId = id as CompanyId
  const query = useQuery(api.trpc.companies.get.queryOptions({ id: companyId }))
  const put = (company: CompanyDto) => {
    api.queryClient.setQueryData(api.trpc.companies.get.queryKey({ id: companyId }), company)
    void refreshRows(api, 'company', [company.id])
    void api.queryClient.invalidateQueries({ queryKey: api.trpc.timeline.pathKey() })
  }
  return {
    ...query,
    update: async (change: Omit<UpdateCompany, 'id' | 'version'>) =>
      put(await api.client.companies.update.mutate({ id: companyId, ...change })),
  }
}
