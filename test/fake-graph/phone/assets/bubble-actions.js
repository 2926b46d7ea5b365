import { h, icon } from './dom.js'
import { t } from './i18n.js'

const EMOJIS = ['👍', '❤️', '😂', '😮', '😢', '🙏']

/** The toggle and its toolbar of reply and emojis. */
export function actionsOf(message, actions) {
  const toolbar = h('div', { class: 'toolbar', role: 'group', 'aria-label': t('actions'), hidden: true })
  const toggle = h(
    'button',
    {
      type: 'button',
      class: 'actions-toggle icon-button',
      'aria-label': t('actions'),
      'aria-expanded': 'false',
    },
    icon('more'),
  )
  const close = () => setOpen(false)
  const setOpen = (isOpen) => {
    toolbar.hidden = !isOpen
    toggle.setAttribute('aria-expanded', String(isOpen))
    if (isOpen) toolbar.scrollIntoView({ block: 'nearest' })
  }
  toggle.addEventListener('click', () => setOpen(toolbar.hidden))
  toolbar.append(
    replyButton(message, actions, close),
    ...EMOJIS.map((emoji) => emojiButton(message, { emoji, actions, close })),
  )
  toolbar.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    close()
    toggle.focus()
  })
  return [toggle, toolbar]
}

function replyButton(message, actions, close) {
  const onclick = () => {
    close()
    actions.reply(message)
  }
  return h(
    'button',
    { type: 'button', class: 'toolbar-reply', 'data-testid': 'phone.reply', onclick },
    icon('reply'),
    t('reply'),
  )
}

function emojiButton(message, { emoji, actions, close }) {
  const isSet = message.reactions.customer === emoji
  const onclick = () => {
    close()
    actions.react(message, isSet ? '' : emoji)
  }
  const label = t(isSet ? 'unreact' : 'react', { emoji })
  return h(
    'button',
    {
      type: 'button',
      class: 'emoji',
      'aria-pressed': String(isSet),
      'aria-label': label,
      'data-testid': 'phone.react',
      'data-emoji': emoji,
      onclick,
    },
    emoji,
  )
}

/** Buttons and list rows that the business offers. */
export function optionsOf(message, actions) {
  const options = message.content.options ?? []
  if (options.length === 0) return undefined
  const buttons = options.map((option) =>
    h(
      'button',
      {
        type: 'button',
        class: 'option',
        'data-testid': 'phone.option',
        onclick: () => actions.choose(message, option),
      },
      option.title,
      option.description && h('span', { class: 'option-detail' }, option.description),
    ),
  )
  return h('div', { class: 'options' }, ...buttons)
}
