import { node } from '../world/nodes.ts'
import type { World } from '../world/world.ts'
import type { IqAnswer, IqRequest } from './iq.ts'

const NOT_FOUND = 404

const PRIVACY = ['readreceipts', 'last', 'online', 'profile', 'status', 'groupadd', 'calladd']

/** Queries about the account itself: all of its settings are open, and nobody has a picture or a group. */
export function answerAccountQuery(_world: World, { iq, ask }: IqRequest): IqAnswer {
  switch (iq.attrs['xmlns']) {
    case 'abt':
      return [node('props', { protocol: '1', hash: 'sim' })]
    case 'blocklist':
      return [node('list')]
    case 'privacy':
      return ask.tag === 'privacy' ? [privacySettings()] : []
    case 'w:g2':
      return ask.tag === 'participating' ? [node('groups')] : { error: NOT_FOUND }
    default:
      return { error: NOT_FOUND }
  }
}

function privacySettings() {
  return node(
    'privacy',
    {},
    PRIVACY.map((name) => node('category', { name, value: 'all' })),
  )
}
