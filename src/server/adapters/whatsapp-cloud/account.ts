import type { WhatsAppCloudCredentials } from '../../../shared/contracts/channels.ts'
import type { AccountFacts } from '../contract/index.ts'
import type { GraphClient } from '../meta/graph-client.ts'
import { GraphRefusal } from '../meta/graph-error.ts'
import { asObject, idOf, textOf, type JsonObject } from '../meta/json.ts'

/** Who the number is, as Meta says. @throws ChannelError */
export async function describeNumber(
  graph: GraphClient,
  credentials: WhatsAppCloudCredentials,
): Promise<AccountFacts> {
  const [number, identityScope] = await Promise.all([
    readNumber(graph, credentials),
    readScope(graph, credentials),
  ])
  return {
    address: textOf(number['display_phone_number']) ?? credentials.phoneNumberId,
    verifiedName: textOf(number['verified_name']) ?? null,
    quality: textOf(number['quality_rating']) ?? null,
    identityScope,
  }
}

/** Asks Meta to send this account's webhooks to the app that owns the token. @throws ChannelError */
export async function subscribeAccount(
  graph: GraphClient,
  credentials: WhatsAppCloudCredentials,
): Promise<void> {
  await graph.call(credentials, {
    method: 'POST',
    path: [credentials.wabaId, 'subscribed_apps'],
    isRepeatable: true,
  })
}

function readNumber(graph: GraphClient, credentials: WhatsAppCloudCredentials): Promise<JsonObject> {
  return graph.call(credentials, {
    method: 'GET',
    path: [credentials.phoneNumberId],
    query: { fields: 'display_phone_number,verified_name,quality_rating' },
    isRepeatable: true,
  })
}

/**
 * BSUIDs are unique in a business portfolio; where the token may not see it, the account is the
 * narrower and safe choice. Any other trouble is thrown: the scope is kept for good, so it must not be
 * guessed because Meta was slow.
 */
async function readScope(graph: GraphClient, credentials: WhatsAppCloudCredentials): Promise<string> {
  try {
    const account = await graph.call(credentials, {
      method: 'GET',
      path: [credentials.wabaId],
      query: { fields: 'owner_business_info' },
      isRepeatable: true,
    })
    return idOf(asObject(account['owner_business_info'])?.['id']) ?? credentials.wabaId
  } catch (error) {
    const isDenied =
      error instanceof GraphRefusal &&
      error.meta.code !== 190 &&
      (error.reason === 'auth_expired' || error.reason === 'rejected')
    if (isDenied) return credentials.wabaId
    throw error
  }
}
