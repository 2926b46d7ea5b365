import { avatar, h, reconcile } from './dom.js'
import { locale, t } from './i18n.js'

const list = document.querySelector('#customers')
const select = document.querySelector('#number')

/** Draws the business numbers and the people; `choose(id)` is called when one is picked. */
export function renderPeople(state, { selected, choose }) {
  if (select.options.length !== state.numbers.length) {
    select.replaceChildren(
      ...state.numbers.map(({ id, name, phone }) => h('option', { value: id }, `${name} · ${phone}`)),
    )
  }
  select.value = state.number
  const items = state.customers.map((customer) => ({ ...customer, isSelected: customer.id === selected }))
  reconcile(list, items, {
    key: ({ id }) => id,
    render: (item) => renderCustomer(item, choose),
    focusWithin: 'button',
  })
}

function renderCustomer({ id, name, address, unread, last, isSelected }, choose) {
  const button = h(
    'button',
    {
      type: 'button',
      class: 'customer',
      'data-testid': 'phone.customer',
      'data-customer': id,
      'aria-current': isSelected ? 'true' : false,
      onclick: () => choose(id),
    },
    avatar(name),
    h(
      'span',
      { class: 'customer-text' },
      h('span', { class: 'customer-name' }, name),
      h('span', { class: 'customer-sub' }, last ? previewOf(last) : address),
    ),
    h(
      'span',
      { class: 'customer-side' },
      last && h('span', { class: 'customer-time' }, timeOf(last.at)),
      unread > 0 &&
        h(
          'span',
          { class: 'badge', 'aria-label': t('unread', { count: unread }), role: 'img' },
          String(unread),
        ),
    ),
  )
  return h('li', {}, button)
}

export function previewOf({ author, type, text }) {
  const said = text ?? t(knownType(type))
  return author === 'customer' ? `${t('you')}: ${said}` : said
}

const KNOWN_TYPES = [
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'location',
  'contacts',
  'interactive',
  'template',
  'unsupported',
]

/** The key of a type's own word; a new type reads as a plain message. */
export function knownType(type) {
  return KNOWN_TYPES.includes(type) ? type : 'unknownMessage'
}

export function timeOf(at) {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(at)
}
