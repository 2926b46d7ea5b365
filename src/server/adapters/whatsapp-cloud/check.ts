import type {
  CredentialCheck,
  CredentialField,
  WhatsAppCloudCredentials,
} from '../../../shared/contracts/channels.ts'
import type { GraphClient, GraphCredentials } from '../meta/graph-client.ts'
import { GraphRefusal } from '../meta/graph-error.ts'
import { asObject, idOf, objectsOf, textOf, type JsonObject } from '../meta/json.ts'

type Given = Partial<WhatsAppCloudCredentials>
type Reason = NonNullable<CredentialCheck['reason']> | 'secret_wrong'
type Answer = { ok: true; json: JsonObject } | { ok: false; reason: Reason }
type Verdicts = Map<CredentialField, Omit<CredentialCheck, 'field'>>

/**
 * Asks Meta about the fields given so far; those that it can't tell about stay unchecked, and all of
 * them without a token to ask with.
 */
export async function checkCredentials(graph: GraphClient, given: Given): Promise<CredentialCheck[]> {
  const fields = (Object.keys(given) as CredentialField[]).filter((field) => given[field] !== undefined)
  if (!given.accessToken) return fields.map((field) => ({ field, state: 'unchecked', reason: 'missing' }))
  const verdicts = await verdictsOn(graph, { ...given, accessToken: given.accessToken })
  // A secret that was not given is only spoken of where it turned out to be needed.
  if (!given.appSecret && verdicts.has('appSecret')) fields.push('appSecret')
  return fields.map((field) => ({ field, ...(verdicts.get(field) ?? { state: 'unchecked' }) }))
}

async function verdictsOn(graph: GraphClient, given: Given & GraphCredentials): Promise<Verdicts> {
  const verdicts: Verdicts = new Map()
  const { accessToken, appSecret, phoneNumberId, wabaId } = given
  const proven = await checkSecret(graph, { accessToken, appSecret }, verdicts)
  const [number, account] = await Promise.all([
    phoneNumberId ? askNumber(graph, proven, phoneNumberId) : undefined,
    wabaId ? askNumbersOf(graph, proven, wabaId) : undefined,
  ])
  const answers = [number, account].filter((answer) => answer !== undefined)
  judgeToken(answers.length > 0 ? answers : [await askSelf(graph, proven)], verdicts)
  if (number) verdicts.set('phoneNumberId', judgeNumber(number, { account, phoneNumberId }))
  if (account) verdicts.set('wabaId', judge(account))
  return verdicts
}

/**
 * Calls with a proof made of the secret. A wrong one is left out afterwards, so that the other fields
 * are judged by themselves.
 */
async function checkSecret(
  graph: GraphClient,
  credentials: GraphCredentials,
  verdicts: Verdicts,
): Promise<GraphCredentials> {
  if (!credentials.appSecret) return { accessToken: credentials.accessToken }
  const answer = await askSelf(graph, credentials)
  if (!answer.ok && answer.reason === 'secret_wrong') {
    verdicts.set('appSecret', { state: 'failed', reason: 'token_invalid' })
    return { accessToken: credentials.accessToken }
  }
  // Whatever else Meta said, it had looked at the proof before, unless it didn't know the token.
  const isLookedAt = answer.ok || answer.reason === 'not_found' || answer.reason === 'permission_missing'
  verdicts.set('appSecret', isLookedAt ? { state: 'ok' } : { state: 'unchecked' })
  return credentials
}

function judgeToken(answers: Answer[], verdicts: Verdicts): void {
  const reasons = answers.map((answer) => (answer.ok ? 'ok' : answer.reason))
  // Demanded but not given; where it was given and wrong, that is known by now.
  if (reasons.includes('no_app_secret') && !verdicts.has('appSecret'))
    verdicts.set('appSecret', { state: 'failed', reason: 'no_app_secret' })
  const failure = (['token_expired', 'token_invalid', 'permission_missing'] as const).find((reason) =>
    reasons.includes(reason),
  )
  if (failure) verdicts.set('accessToken', { state: 'failed', reason: failure })
  else if (reasons.includes('ok') || reasons.includes('not_found'))
    verdicts.set('accessToken', { state: 'ok' })
  else if (reasons.includes('provider_unreachable'))
    verdicts.set('accessToken', { state: 'unchecked', reason: 'provider_unreachable' })
}

/** What one answer says of the id that was asked for. */
function judge(answer: Answer, detail?: string): Omit<CredentialCheck, 'field'> {
  if (answer.ok) return { state: 'ok', ...(detail && { detail }) }
  if (answer.reason === 'not_found') return { state: 'failed', reason: 'not_found' }
  // A token or a secret that doesn't do says nothing of the id.
  if (answer.reason === 'provider_unreachable') return { state: 'unchecked', reason: 'provider_unreachable' }
  return { state: 'unchecked' }
}

function judgeNumber(
  number: Answer,
  { account, phoneNumberId }: { account: Answer | undefined; phoneNumberId: string | undefined },
) {
  if (!number.ok) return judge(number)
  const isElsewhere =
    account?.ok && !objectsOf(account.json['data']).some((entry) => idOf(entry['id']) === phoneNumberId)
  if (isElsewhere) return { state: 'failed', reason: 'not_in_account' } as const
  const { verified_name: name, display_phone_number: display } = number.json
  return judge(number, [textOf(name), textOf(display)].filter(Boolean).join(' · '))
}

function askNumber(
  graph: GraphClient,
  credentials: GraphCredentials,
  phoneNumberId: string,
): Promise<Answer> {
  return ask(graph, credentials, {
    path: [phoneNumberId],
    query: { fields: 'verified_name,display_phone_number' },
  })
}

function askSelf(graph: GraphClient, credentials: GraphCredentials): Promise<Answer> {
  return ask(graph, credentials, { path: ['me'], query: { fields: 'id' } })
}

/** Pages of 100; an account has at most some hundreds of numbers. */
const PAGES_MAX = 20

async function askNumbersOf(
  graph: GraphClient,
  credentials: GraphCredentials,
  wabaId: string,
): Promise<Answer> {
  const data: JsonObject[] = []
  let after: string | undefined
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const query = { fields: 'id', limit: '100', ...(after !== undefined && { after }) }
    const answer = await ask(graph, credentials, { path: [wabaId, 'phone_numbers'], query })
    if (!answer.ok) return answer
    data.push(...objectsOf(answer.json['data']))
    const paging = asObject(answer.json['paging'])
    after = textOf(paging?.['next']) && textOf(asObject(paging?.['cursors'])?.['after'])
    if (after === undefined) break
  }
  return { ok: true, json: { data } }
}

async function ask(
  graph: GraphClient,
  credentials: GraphCredentials,
  request: { path: string[]; query: Record<string, string> },
): Promise<Answer> {
  try {
    return {
      ok: true,
      json: await graph.call(credentials, { method: 'GET', isRepeatable: true, ...request }),
    }
  } catch (error) {
    return { ok: false, reason: error instanceof GraphRefusal ? reasonOf(error) : 'provider_unreachable' }
  }
}

function reasonOf({ meta, reason }: GraphRefusal): Reason {
  if (meta.code === 190) return meta.subcode === 463 ? 'token_expired' : 'token_invalid'
  // Both come as code 100 without a subcode: only the words differ.
  if (/require an appsecret_proof/i.test(meta.title)) return 'no_app_secret'
  if (/invalid appsecret_proof/i.test(meta.title)) return 'secret_wrong'
  // 803 is an id that was never given out; 100 one of another kind, or out of reach.
  if (meta.code === 100 || meta.code === 33 || meta.code === 803) return 'not_found'
  if (meta.code === 0) return 'token_invalid'
  return reason === 'auth_expired' ? 'permission_missing' : 'provider_unreachable'
}
