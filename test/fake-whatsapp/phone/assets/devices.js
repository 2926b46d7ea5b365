import { h, reconcile } from '../../../fake-graph/phone/assets/dom.js'
import { locale } from '../../../fake-graph/phone/assets/i18n.js'
import { post } from './requests.js'
import { w } from './words.js'

const list = document.querySelector('#devices')
const none = document.querySelector('#no-devices')
const awaits = document.querySelector('#awaits-code')
const form = document.querySelector('#link-form')
const result = document.querySelector('#link-result')

/** Draws the linked devices of the chosen phone. */
export function renderDevices({ account, devices, awaitsCode }) {
  none.hidden = devices.length > 0
  awaits.hidden = !awaitsCode
  reconcile(list, devices, {
    key: ({ id }) => `${account}:${id}`,
    render: (device) => renderDevice(account, device),
    focusWithin: 'button',
  })
}

function renderDevice(account, { id, platform, linkedAt }) {
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(linkedAt)
  const onclick = () => void post('/api/unlink', { account, device: id })
  return h(
    'li',
    { class: 'device', 'data-testid': 'phone.device' },
    h(
      'span',
      { class: 'customer-text' },
      h('span', { class: 'customer-name' }, platform),
      h('span', { class: 'customer-sub' }, w('linkedOn', { when })),
    ),
    h(
      'button',
      {
        type: 'button',
        class: 'secondary',
        'aria-label': w('unlinkDevice', { name: platform }),
        'data-testid': 'phone.unlink',
        onclick,
      },
      w('unlink'),
    ),
  )
}

/** Wires the form that links a device; `account()` is the phone that is chosen. */
export function setUpLinking(account) {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void link(account())
  })
}

async function link(account) {
  const { qr, code } = Object.fromEntries(new FormData(form))
  if (qr.trim() === '' && code.trim() === '') return showResult(w('linkEmpty'), true)
  const { isTaken, error = 'noAnswer' } = await post('/api/link', {
    account,
    qr: qr.trim(),
    code: code.trim(),
  })
  if (isTaken) form.reset()
  showResult(isTaken ? w('linked') : w(error), !isTaken)
}

function showResult(text, isError) {
  result.textContent = text
  result.classList.toggle('error', isError)
}
