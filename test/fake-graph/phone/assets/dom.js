/** `h('button', { class: 'x', onclick }, 'text', child)`: elements without HTML strings, so nothing is ever parsed. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === false) continue
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value)
    else node.setAttribute(name, value === true ? '' : value)
  }
  node.append(...children.filter((child) => child !== undefined && child !== null && child !== false))
  return node
}

/** An icon of the sprite in index.html; decorative, the name comes from its button. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use')
  use.setAttribute('href', `#icon-${name}`)
  svg.setAttribute('class', 'icon')
  svg.setAttribute('aria-hidden', 'true')
  svg.append(use)
  return svg
}

const TONES = ['rosa', 'ambar', 'verde', 'turquesa', 'celeste', 'violeta']

/** Initials in a colour that stays the same for the same name. */
export function avatar(name) {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word))
  const initials = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => word?.[0] ?? '').join('')
  const hash = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 7)
  return h(
    'span',
    { class: `avatar tone-${TONES[hash % TONES.length]}`, 'aria-hidden': 'true' },
    initials.toUpperCase(),
  )
}

/**
 * Makes `container` hold one node per item and touches only nodes whose item changed, so that focus,
 * open menus and playing sound survive a refresh.
 */
export function reconcile(container, items, { key, render, focusWithin }) {
  const existing = new Map([...container.children].map((node) => [node.dataset.key, node]))
  let previous = null
  for (const item of items) {
    const itemKey = key(item)
    const signature = JSON.stringify(item)
    let node = existing.get(itemKey)
    existing.delete(itemKey)
    if (!node || node.dataset.signature !== signature) {
      const hadFocus = node?.contains(document.activeElement)
      const fresh = render(item)
      fresh.dataset.key = itemKey
      fresh.dataset.signature = signature
      fresh.classList.toggle('is-new', !node)
      node?.replaceWith(fresh)
      node = fresh
      if (hadFocus) fresh.querySelector(focusWithin)?.focus()
    }
    const expected = previous ? previous.nextSibling : container.firstChild
    if (node !== expected) container.insertBefore(node, expected)
    previous = node
  }
  for (const node of existing.values()) node.remove()
}
