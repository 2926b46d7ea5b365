import { h, icon } from './dom.js'
import { locale, t } from './i18n.js'
import { knownType } from './people.js'

/** What a bubble holds besides words: picture, sound, file, place, contact cards or a link. */
export function mediaOf(message, actions) {
  const { type, media, link, location, cards } = message.content
  if (media) return [renderMedia(message, actions)]
  if (link) return [linkTo(link, t('openLink'))]
  if (location) return [renderLocation(location)]
  return (cards ?? []).map(({ name, phones }) =>
    h(
      'div',
      { class: 'card' },
      icon('person'),
      h('span', {}, h('strong', {}, name), h('br'), phones.join(', ') || t(knownType(type))),
    ),
  )
}

function renderMedia(message, actions) {
  const { type, media } = message.content
  const src = `/media/${media.id}`
  if (type === 'image' || type === 'sticker')
    return h('img', { src, alt: message.content.text ?? t(type), class: type })
  if (type === 'video')
    return h('video', { src, controls: true, preload: 'metadata', 'aria-label': t('video') })
  if (type === 'audio') {
    const isHeard = message.author === 'business'
    return h('audio', {
      src,
      controls: true,
      preload: 'metadata',
      'aria-label': t(media.isVoice ? 'voice' : 'audio'),
      onplay: () => isHeard && actions.played(message),
    })
  }
  const name = media.fileName ?? t('document')
  const size = h('span', { class: 'file-size' }, sizeOf(media.sizeBytes))
  return h(
    'a',
    { class: 'file', href: src, download: name },
    icon('document'),
    h('span', { class: 'file-name' }, name, size),
    icon('download'),
  )
}

function renderLocation({ latitude, longitude, name, address }) {
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`
  return h(
    'div',
    { class: 'card' },
    icon('location'),
    h(
      'span',
      {},
      h('strong', {}, name ?? t('location')),
      h('br'),
      address ?? `${latitude}, ${longitude}`,
      h('br'),
      linkTo(map, t('openMap')),
    ),
  )
}

function linkTo(href, text) {
  const isSafe = /^https?:/.test(href)
  return h(
    'a',
    { class: 'link', href: isSafe ? href : false, target: '_blank', rel: 'noopener noreferrer' },
    text,
  )
}

function sizeOf(bytes) {
  const [value, unit] = bytes < 1024 * 1024 ? [bytes / 1024, 'kilobyte'] : [bytes / 1024 / 1024, 'megabyte']
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value)
}
