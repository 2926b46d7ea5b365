import { QueryIds, XWAPaths } from 'baileys'
import { childOf, node } from '../world/nodes.ts'
import type { World } from '../world/world.ts'
import type { IqAnswer, IqRequest } from './iq.ts'

/** GraphQL in an iq, by query id: what an account without restrictions is told. */
const ANSWERS: Record<string, object> = {
  [QueryIds.REACHOUT_TIMELOCK]: { [XWAPaths.xwa2_fetch_account_reachout_timelock]: { is_active: false } },
  [QueryIds.MESSAGE_CAPPING_INFO]: {
    [XWAPaths.xwa2_message_capping_info]: { total_quota: '1000', used_quota: '0' },
  },
}

export function answerMex(_world: World, { iq }: IqRequest): IqAnswer {
  const data = ANSWERS[childOf(iq, 'query')?.attrs['query_id'] ?? ''] ?? {}
  return [node('result', {}, Buffer.from(JSON.stringify({ data })))]
}
