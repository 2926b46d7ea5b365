import { clearThread, renderThread, showEnd, textOf } from '../../../fake-graph/phone/assets/bubbles.js'
import { setUpComposer, showReply } from '../../../fake-graph/phone/assets/composer.js'
import { renderDevices, setUpLinking } from './devices.js'
import { avatar } from '../../../fake-graph/phone/assets/dom.js'
import { t } from '../../../fake-graph/phone/assets/i18n.js'
import { renderPeople } from '../../../fake-graph/phone/assets/people.js'
import { getState, post } from './requests.js'
import { errorText, fillPage, w } from './words.js'

/** The address keeps the choice (`#/<phone>/<other phone>`), so that the demo can link to a chat. */
const [, hashAccount, hashPeer] = location.hash.split('/')
const chosen = { account: hashAccount || undefined, peer: hashPeer || undefined }
let state = { phones: [], people: [], devices: [], messages: [], typingMs: 0 }
let reply
let events
let typingTimer
let isRefreshing = false
let isStale = false

const element = (id) => document.querySelector(`#${id}`)

const bubbleActions = {
  reply: (message) => setReply(message),
  react: (message, emoji) => post('/api/messages', { ...chat(), reaction: { to: message.wamid, emoji } }),
  played: (message) => post('/api/played', { ...chat(), id: message.wamid }),
}

function chat() {
  return { account: state.account, peer: chosen.peer }
}

/** One request at a time; changes that arrive meanwhile cause exactly one more. */
async function refresh() {
  isStale = true
  if (isRefreshing) return
  isRefreshing = true
  try {
    while (isStale) {
      isStale = false
      const asked = { ...chosen }
      const fresh = await getState(asked)
      if (asked.account !== chosen.account || asked.peer !== chosen.peer) continue
      state = fresh
      render()
    }
  } catch {
    // The stream reconnects by itself and asks again.
    isStale = false
  } finally {
    isRefreshing = false
  }
}

function render() {
  const peer = state.people.find(({ id }) => id === chosen.peer)
  renderPeople(
    { number: state.account, numbers: state.phones, customers: state.people },
    { selected: chosen.peer, choose: choosePeer },
  )
  renderDevices(state)
  element('business-name').textContent = peer?.name ?? ''
  element('business-avatar').replaceChildren(avatar(peer?.name ?? ''))
  element('whoami').textContent = state.phones.find(({ id }) => id === state.account)?.name ?? ''
  element('thread').setAttribute('aria-label', t('conversation', { name: peer?.name ?? '' }))
  document.body.dataset.view = peer ? 'thread' : 'people'
  element('nobody').hidden = Boolean(peer)
  element('chat').hidden = !peer
  element('empty').hidden = state.messages.length > 0
  renderTyping(peer)
  renderThread(peer ? state.messages.map(shown) : [], bubbleActions)
}

function shown(message) {
  if (message.isRevoked) return { ...message, content: { type: 'text', footer: w('deleted') } }
  return message.isEdited ? { ...message, content: { ...message.content, footer: w('edited') } } : message
}

function renderTyping(peer) {
  clearTimeout(typingTimer)
  element('business-status').textContent = state.typingMs > 0 ? t('typing') : (peer?.address ?? '')
  element('business-status').classList.toggle('is-typing', state.typingMs > 0)
  if (state.typingMs > 0) typingTimer = setTimeout(() => void refresh(), state.typingMs + 50)
}

function choosePeer(peer) {
  choose({ account: state.account, peer })
}

function choose(choice) {
  Object.assign(chosen, choice)
  setReply(undefined)
  clearThread()
  history.replaceState(null, '', `#/${chosen.account ?? ''}/${chosen.peer ?? ''}`)
  connect()
}

/** The open stream is what tells the simulator that this chat is on screen. */
function connect() {
  events?.close()
  if (document.hidden) return
  const query = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value))
  events = new EventSource(`/api/events?${query}`)
  events.onmessage = () => void refresh()
  void refresh()
}

function setReply(message) {
  reply = message
  const name = element('business-name').textContent
  const title = message?.author === 'customer' ? t('replyingToYourself') : t('replyingTo', { name })
  showReply(message && { title, text: textOf(message.content) })
}

async function send(path, body, headers) {
  const { isTaken } = await post(path, body, headers)
  element('alert').textContent = isTaken ? '' : t('failed')
  if (!isTaken) return false
  setReply(undefined)
  await refresh()
  showEnd()
  return true
}

function write(content) {
  return send('/api/messages', { ...chat(), ...content, ...(reply && { quote: reply.wamid }) })
}

function sendFile(kind, file) {
  const query = new URLSearchParams({
    ...chat(),
    kind,
    name: file.name,
    ...(reply && { quote: reply.wamid }),
  })
  return send(`/api/media?${query}`, file, { 'content-type': file.type || 'application/octet-stream' })
}

async function addPhone(event) {
  event.preventDefault()
  const form = event.target
  const { id, error } = await post('/api/accounts', Object.fromEntries(new FormData(form)))
  element('new-error').textContent = error ? errorText(error) : ''
  for (const input of form.elements) input.setAttribute('aria-invalid', String(input.name === error))
  if (error) return form.elements[error].focus()
  form.reset()
  element('new-customer').open = false
  choose({ account: id, peer: undefined })
}

fillPage()
setUpLinking(() => state.account)
setUpComposer({
  text: (text) => write({ text }),
  location: (place) => write({ location: place }),
  file: sendFile,
  cancelReply: () => setReply(undefined),
})
element('new-form').addEventListener('submit', (event) => void addPhone(event))
element('number').addEventListener('change', (event) =>
  choose({ account: event.target.value, peer: undefined }),
)
element('back').addEventListener('click', () => choose({ peer: undefined }))
document.addEventListener('visibilitychange', connect)
connect()
