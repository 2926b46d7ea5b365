import { actionsOf, optionsOf } from './bubble-actions.js'
import { h, reconcile } from './dom.js'
import { locale, t } from './i18n.js'
import { mediaOf } from './media.js'
import { knownType, timeOf } from './people.js'

const thread = document.querySelector('#thread')
const list = document.querySelector('#messages')

/** The end stays in view while pictures load and messages arrive, until somebody scrolls up. */
let isAtEnd = true
thread.addEventListener('scroll', () => {
  isAtEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 80
})
const followEnd = new ResizeObserver(() => isAtEnd && showEnd())
followEnd.observe(list)
followEnd.observe(thread)

export function showEnd() {
  isAtEnd = true
  thread.scrollTop = thread.scrollHeight
}

/** Another thread is going to be drawn. */
export function clearThread() {
  list.replaceChildren()
  isAtEnd = true
}

/**
 * Draws the chosen thread. `actions` are what a bubble can do: `reply(message)`, `react(message, emoji)`,
 * `choose(message, option)`, `played(message)`.
 */
export function renderThread(messages, actions) {
  const byId = new Map(messages.map((message) => [message.wamid, message]))
  const items = messages.flatMap((message, index) => {
    const quoted = message.quotedWamid && quoteOf(byId.get(message.quotedWamid))
    const bubble = { ...message, ...(quoted && { quoted }) }
    return isNewDay(messages[index - 1], message)
      ? [{ day: dayKey(message.at), at: message.at }, bubble]
      : [bubble]
  })
  reconcile(list, items, {
    key: (item) => item.day ?? item.wamid,
    render: (item) => (item.day ? renderDay(item) : renderMessage(item, actions)),
    focusWithin: '.actions-toggle',
  })
}

function quoteOf(message) {
  return {
    author: message?.author ?? 'business',
    text: message ? textOf(message.content) : t('unknownMessage'),
  }
}

/** A bubble in one line, for quotes. */
export function textOf({ type, text, media, cards, location }) {
  return text ?? media?.fileName ?? cards?.[0]?.name ?? location?.name ?? t(knownType(type))
}

function dayKey(at) {
  return new Date(at).toDateString()
}

function isNewDay(previous, message) {
  return !previous || dayKey(previous.at) !== dayKey(message.at)
}

function renderDay({ at }) {
  const dayMs = 86_400_000
  const special = { [dayKey(Date.now())]: t('today'), [dayKey(Date.now() - dayMs)]: t('yesterday') }[
    dayKey(at)
  ]
  const text =
    special ?? new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' }).format(at)
  return h('li', { class: 'day' }, h('span', {}, text))
}

function renderMessage(message, actions) {
  const { wamid, author, content, quoted, at } = message
  const bubble = h(
    'div',
    { class: 'bubble' },
    quoted &&
      h(
        'div',
        { class: 'quote' },
        h('span', { class: 'quote-author' }, authorName(quoted.author)),
        h('span', { class: 'quote-text' }, quoted.text),
      ),
    content.header && h('p', { class: 'bubble-header' }, content.header),
    ...mediaOf(message, actions),
    content.text && h('p', { class: 'bubble-text' }, content.text),
    content.footer && h('p', { class: 'bubble-footer' }, content.footer),
    content.type === 'unsupported' && h('p', { class: 'bubble-footer' }, t('unsupported')),
    h('time', { class: 'bubble-time', datetime: new Date(at).toISOString() }, timeOf(at)),
    reactionsOf(message),
  )
  const attributes = {
    class: `row from-${author}`,
    'data-testid': 'phone.message',
    'data-message-id': wamid,
    'data-author': author,
  }
  return h(
    'li',
    attributes,
    h('div', { class: 'row-line' }, bubble, ...actionsOf(message, actions)),
    optionsOf(message, actions),
  )
}

function authorName(author) {
  return author === 'customer' ? t('you') : document.querySelector('#business-name').textContent
}

function reactionsOf({ reactions }) {
  const emojis = [reactions.customer, reactions.business].filter(Boolean)
  return (
    emojis.length > 0 && h('span', { class: 'reactions', 'data-testid': 'phone.reactions' }, emojis.join(' '))
  )
}
