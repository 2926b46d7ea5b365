const form = document.querySelector('#composer')
const textarea = document.querySelector('#composer-text')
const menu = document.querySelector('#attach-menu')
const attach = document.querySelector('#attach')
const dialog = document.querySelector('#location-dialog')
const replyBar = document.querySelector('#reply-bar')

/** Wires the composer; `handlers`: `text(value)`, `file(kind, file)`, `location(place)`, `cancelReply()`. */
export function setUpComposer(handlers) {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void sendText(handlers)
  })
  textarea.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    form.requestSubmit()
  })
  textarea.addEventListener('input', grow)
  document.querySelector('#cancel-reply').addEventListener('click', handlers.cancelReply)
  setUpMenu(handlers)
  setUpLocation(handlers)
}

async function sendText({ text }) {
  const value = textarea.value.trim()
  if (value === '') return
  textarea.value = ''
  grow()
  // What could not be sent goes back into the box.
  if (!(await text(value)) && textarea.value === '') textarea.value = value
}

function grow() {
  textarea.style.height = 'auto'
  textarea.style.height = `${Math.min(textarea.scrollHeight, 120)}px`
}

function setUpMenu({ file }) {
  attach.addEventListener('click', () => setMenu(menu.hidden))
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || menu.hidden) return
    setMenu(false)
    attach.focus()
  })
  document.addEventListener('click', (event) => {
    if (!menu.contains(event.target) && !attach.contains(event.target)) setMenu(false)
  })
  for (const input of form.querySelectorAll('input[type=file]')) {
    input.addEventListener('change', () => {
      const [chosen] = input.files
      input.value = ''
      setMenu(false)
      if (chosen) file(input.dataset.kind, chosen)
    })
  }
  for (const button of menu.querySelectorAll('[data-opens]')) {
    button.addEventListener('click', () => form.querySelector(`#${button.dataset.opens}`).click())
  }
}

function setMenu(isOpen) {
  menu.hidden = !isOpen
  attach.setAttribute('aria-expanded', String(isOpen))
}

function setUpLocation({ location }) {
  document.querySelector('#open-location').addEventListener('click', () => {
    setMenu(false)
    dialog.showModal()
  })
  document.querySelector('#location-cancel').addEventListener('click', () => dialog.close())
  dialog.querySelector('form').addEventListener('submit', (event) => {
    event.preventDefault()
    const data = new FormData(event.target)
    dialog.close()
    location({
      name: String(data.get('place')),
      latitude: Number(data.get('latitude')),
      longitude: Number(data.get('longitude')),
    })
  })
}

/** Shows or hides the line that says what is being answered: `{ title, text }`. */
export function showReply(reply) {
  replyBar.hidden = !reply
  if (!reply) return
  replyBar.querySelector('.quote-author').textContent = reply.title
  replyBar.querySelector('.quote-text').textContent = reply.text
  textarea.focus()
}
