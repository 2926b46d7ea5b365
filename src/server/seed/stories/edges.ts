import type { Calendar } from '../plan/calendar.ts'
import { Story } from '../plan/story.ts'

/** WhatsApp hides the phone: only a username, and an id that is good for this business alone. */
export function renata(when: Calendar): Story {
  return new Story({
    key: 'renata',
    channel: 'ventas',
    contact: { name: 'Renata', username: 'renata.deco', bsuid: 'MX.48120973365501287744' },
    from: when.minutesAgo(26),
  })
    .says('Hola! Soy decoradora, ¿manejan precio especial para el gremio?')
    .says('Traigo tres proyectos en Valle Real y me gusta mucho su línea Lino')
}

export function loanOffer(when: Calendar): Story {
  return new Story({
    key: 'loan-offer',
    channel: 'ventas',
    contact: { name: 'Oferta crédito', phone: '523300000199' },
    from: when.at(6, '08:03'),
  })
    .says('🔥 CRÉDITO INMEDIATO hasta $500,000 SIN BURÓ 🔥 Responde SI y te contacta un asesor', {
      forwarded: true,
    })
    .at(when.at(6, '09:31'))
    .resolved('diego')
}

export function wrongNumber(when: Calendar): Story {
  return new Story({
    key: 'wrong-number',
    channel: 'ventas',
    contact: { name: 'Ferretería La Perla', phone: '523300000166' },
    from: when.at(4, '12:00'),
  })
    .says('¿Les surto las bisagras de piano? Las de latón ya me llegaron')
    .assigned('tomas', 'diego')
    .at(when.at(4, '12:20'))
    .answers('tomas', 'Sí, por favor, mándame 40 piezas y la factura.', { outcome: { failed: 131026 } })
    .notes('tomas', 'No le llegan los mensajes. Marcarle a la tienda: cambió de celular.')
}

/** Written from right to left. */
export function layla(when: Calendar): Story {
  return new Story({
    key: 'layla',
    channel: 'ventas',
    contact: { name: 'ليلى حداد', phone: '523300000174' },
    from: when.at(1, '11:15'),
  })
    .says('مرحبا، هل تصنعون طاولات طعام من خشب الجوز؟ أسكن في غوادالاخارا منذ شهر')
    .says('Perdón, mi español es poquito 🙏 Mesa 1.80, nogal, ¿precio?')
    .assigned('ana', 'diego')
    .at(when.at(1, '11:30'))
    .answers(
      'ana',
      '¡Bienvenida a Guadalajara! Mesa de 1.80 en nogal: MXN 23,900, entrega en 5 semanas. أهلاً وسهلاً 😊',
    )
    .at(when.at(1, '11:42'))
    .says('شكراً جزيلاً! Voy sábado a la tienda')
    .at(when.at(1, '11:50'))
    .answers('ana', 'Te esperamos el sábado de 10 a 2.', { outcome: 'sent' })
}

export function memo(when: Calendar): Story {
  return new Story({
    key: 'memo',
    channel: 'ventas',
    contact: { name: 'Memo Barba 🪑', phone: '523300000177' },
    from: when.minutesAgo(95),
  })
    .says('🪑🪑🪑🪑❓')
    .assigned('bruno', 'bruno')
    .wait(4)
    .answers('bruno', '🪑 = 3,450 💵', { as: 'price' })
    .wait(2)
    .reacts('😮', 'price')
    .says('😱')
    .says('👍🏽👍🏽👍🏽')
    .wait(5)
    .answers('bruno', '🚚🏠📅❓', { outcome: 'delivered' })
}

/** Kinds that WhatsApp does not pass on, or only as an answer to buttons. */
export function cafeMirlo(when: Calendar): Story {
  return new Story({
    key: 'cafe-mirlo',
    channel: 'ventas',
    contact: { name: 'Café Mirlo', phone: '523300000181' },
    from: when.at(2, '13:05'),
  })
    .says('Hola, somos el Café Mirlo, de Santa Tere. Queremos 14 banquitos para la barra')
    .assigned('tomas', 'diego')
    .at(when.at(2, '13:25'))
    .answers('api', '¿Cómo prefieren que les atendamos? 1) Visita al showroom 2) Videollamada')
    .at(when.at(2, '13:31'))
    .says({ type: 'interactive', choice: { id: 'visit', title: 'Visita al showroom' } })
    .says({ type: 'unsupported' })
    .says('Ahí hice una encuesta con el equipo, no sé si la alcancen a ver')
    .at(when.at(2, '13:50'))
    .answers('tomas', 'La encuesta no nos llega por aquí 😅 ¿Me cuentas qué altura ganó, 65 o 75?')
    .at(when.at(2, '14:08'))
    .says('75! Y en encino, que combine con la barra')
    .says({ type: 'image', file: 'expired', text: 'Así está la barra' })
    .at(when.at(2, '14:20'))
    .answers('tomas', '¡Qué bonita va quedando! Lo reviso con el taller y les escribo.')
    .at(when.minutesAgo(130))
    .says('¿Nos ayudan con el presupuesto? Abrimos en tres semanas')
}

/** Two threads of a channel that is no longer connected. */
export function workshop(when: Calendar): Story[] {
  const supplier = new Story({
    key: 'maderas-colomos',
    channel: 'taller',
    contact: { name: 'Maderas Colomos', phone: '523300000190' },
    from: when.at(20, '08:40'),
  })
    .says('Buen día, ya les llegó el nogal americano, pueden pasar por él')
    .assigned('tomas', 'tomas')
    .at(when.at(20, '08:55'))
    .answers('tomas', 'Gracias, mandamos la camioneta a mediodía.')
    .resolved('tomas')
  const upholsterer = new Story({
    key: 'tapiceria-ochoa',
    channel: 'taller',
    contact: { name: 'Tapicería Ochoa', phone: '523300000191' },
    from: when.at(9, '17:20'),
  })
    .says('Inge, ¿me confirma los metros de lino crudo? Con 18 me quedo corto')
    .says({ type: 'image', file: 'board', text: 'Y este es el tono de la base, ¿sí va?' })
    .at(when.at(8, '09:00'))
    .channelDisconnected()
  return [supplier, upholsterer]
}
