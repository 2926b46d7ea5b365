import { clearThread, renderThread, showEnd, textOf } from './bubbles.js'
import { setUpComposer, showReply } from './composer.js'
import { avatar } from './dom.js'
import { t, translatePage } from './i18n.js'
import { renderPeople } from './people.js'

/** The address keeps the choice (`#/<number>/<customer>`), so that the demo can link to a person. */
const [, hashNumber, hashCustomer] = location.hash.split('/')
const chosen = {
  number: hashNumber || undefined,
  customer: hashCustomer ? decodeURIComponent(hashCustomer) : undefined,
}
let state = { numbers: [], customers: [], messages: [], typingMs: 0 }
let reply
let events
let typingTimer
let isRefreshing = false
let isStale = false
let isFocusDue = false

const element = (id) => document.querySelector(`#${id}`)

const bubbleActions = {
  reply: (message) => setReply(message),
  react: (message, emoji) =>
    post('/api/messages', { ...target(), reaction: { messageId: message.wamid, emoji } }),
  choose: (message, option) => send('/api/messages', { ...target(), option, replyTo: message.wamid }),
  played: (message) => post('/api/played', { wamid: message.wamid }),
}

function target() {
  return { number: state.number, customer: chosen.customer }
}

/** One request at a time; changes that arrive meanwhile cause exactly one more. */
async function refresh() {
  isStale = true
  if (isRefreshing) return
  isRefreshing = true
  try {
    while (isStale) {
      isStale = false
      const query = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value))
      const asked = chosen.customer
      const answer = await fetch(`/api/state?${query}`)
      state = await answer.json()
      if (asked === chosen.customer) render()
    }
  } catch {
    // The stream reconnects by itself and asks again.
    isStale = false
  } finally {
    isRefreshing = false
  }
}

function render() {
  renderPeople(state, { selected: chosen.customer, choose: chooseCustomer })
  const business = state.numbers.find(({ id }) => id === state.number)
  const customer = state.customers.find(({ id }) => id === chosen.customer)
  element('business-name').textContent = business?.name ?? ''
  element('business-avatar').replaceChildren(avatar(business?.name ?? ''))
  element('whoami').textContent = customer ? t('youAre', { name: customer.name }) : ''
  element('thread').setAttribute('aria-label', t('conversation', { name: business?.name ?? '' }))
  document.body.dataset.view = customer ? 'thread' : 'people'
  element('nobody').hidden = Boolean(customer)
  element('chat').hidden = !customer
  element('empty').hidden = state.messages.length > 0
  renderTyping()
  renderThread(customer ? state.messages : [], bubbleActions)
  if (customer && isFocusDue) focusChat()
}

function renderTyping() {
  clearTimeout(typingTimer)
  element('business-status').textContent = t(state.typingMs > 0 ? 'typing' : 'businessAccount')
  element('business-status').classList.toggle('is-typing', state.typingMs > 0)
  if (state.typingMs > 0) typingTimer = setTimeout(() => void refresh(), state.typingMs + 50)
}

function chooseCustomer(id) {
  chosen.customer = id
  setReply(undefined)
  clearThread()
  saveChoice()
  isFocusDue = true
  connect()
}

/** The list may be gone now; a touch screen should not open its keyboard for that. */
function focusChat() {
  isFocusDue = false
  const canHover = matchMedia('(hover: hover)').matches
  element(canHover ? 'composer-text' : 'thread').focus({ preventScroll: true })
}

function saveChoice() {
  const { number = state.number, customer = '' } = chosen
  history.replaceState(null, '', `#/${number}/${encodeURIComponent(customer)}`)
}

/** The open stream is what tells the provider that this thread is on screen. */
function connect() {
  events?.close()
  if (document.hidden) return
  const { number = state.number, customer } = chosen
  events = new EventSource(
    `/api/events?${new URLSearchParams({ ...(number && { number }), ...(customer && { customer }) })}`,
  )
  events.onmessage = () => void refresh()
  void refresh()
}

function setReply(message) {
  reply = message
  const name = element('business-name').textContent
  const title = message?.author === 'customer' ? t('replyingToYourself') : t('replyingTo', { name })
  showReply(message && { title, text: textOf(message.content) })
}

/** @returns whether the provider took it. */
async function post(path, body, headers = { 'content-type': 'application/json' }) {
  const payload = body instanceof Blob ? body : JSON.stringify(body)
  const isSent = await fetch(path, { method: 'POST', body: payload, headers }).then(
    (answer) => answer.ok,
    () => false,
  )
  element('alert').textContent = isSent ? '' : t('failed')
  return isSent
}

async function send(path, body, headers) {
  const isSent = await post(path, body, headers)
  if (isSent) {
    setReply(undefined)
    await refresh()
    showEnd()
  }
  return isSent
}

function sendFile(kind, file) {
  const { number, customer } = target()
  const query = new URLSearchParams({
    number,
    customer,
    kind,
    name: file.name,
    ...(reply && { replyTo: reply.wamid }),
  })
  return send(`/api/media?${query}`, file, { 'content-type': file.type || 'application/octet-stream' })
}

async function addCustomer(event) {
  event.preventDefault()
  const form = event.target
  const data = Object.fromEntries(new FormData(form))
  const answer = await fetch('/api/customers', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(data),
  })
  const { id, error } = await answer.json()
  element('new-error').textContent = error ? t(`${error}Error`) : ''
  for (const input of form.elements) input.setAttribute('aria-invalid', String(input.name === error))
  if (error) {
    form.elements[error].focus()
    return
  }
  form.reset()
  element('new-customer').open = false
  chooseCustomer(id)
}

translatePage()
setUpComposer({
  text: (value) =>
    send('/api/messages', { ...target(), text: value, ...(reply && { replyTo: reply.wamid }) }),
  location: (place) =>
    send('/api/messages', { ...target(), location: place, ...(reply && { replyTo: reply.wamid }) }),
  file: sendFile,
  cancelReply: () => setReply(undefined),
})
element('new-form').addEventListener('submit', (event) => void addCustomer(event))
element('number').addEventListener('change', (event) => {
  chosen.number = event.target.value
  setReply(undefined)
  clearThread()
  saveChoice()
  connect()
})
element('back').addEventListener('click', () => {
  const previous = chosen.customer
  chosen.customer = undefined
  saveChoice()
  connect()
  document.querySelector(`[data-customer="${CSS.escape(previous ?? '')}"]`)?.focus()
})
document.addEventListener('visibilitychange', connect)
connect()
