import type { Calendar } from '../plan/calendar.ts'
import { Story } from '../plan/story.ts'

/** A warranty claim with photos that waits. */
export function joaquin(when: Calendar): Story {
  return new Story({
    key: 'joaquin',
    channel: 'ventas',
    contact: { name: 'Joaquín Peralta', phone: '5213300000118' },
    from: when.minutesAgo(41),
  })
    .says('Buenas, les compré una mesa en marzo y ya se me abrió la cubierta')
    .assigned('ana', 'diego')
    .wait(6)
    .answers(
      'ana',
      'Hola, Joaquín, qué pena. Está en garantía, no te apures. ¿Me mandas unas fotos para pasárselas al taller?',
    )
    .at(when.minutesAgo(9))
    .says({ type: 'image', file: 'crack1', text: 'Empieza aquí, en la orilla' })
    .says({ type: 'image', file: 'crack2' })
    .says({ type: 'image', file: 'crack3', text: 'Y por abajo también se alcanza a ver' })
    .says({ type: 'video', file: 'walkthrough' })
    .says({ type: 'audio', file: 'voice' })
    .says('La verdad sí me urge, el domingo tengo la comida de mi mamá')
}

export function hotelRibera(when: Calendar): Story {
  const contact = { name: 'Paola Nieves · Hotel Ribera', phone: '523300000142' }
  return new Story({ key: 'hotel-ribera', channel: 'ventas', contact, from: when.at(16, '10:02') })
    .says(
      'Buenos días, soy Paola Nieves, de compras del Hotel Ribera, en Chapala. Necesitamos 62 sillas para el restaurante',
    )
    .assigned('bruno', 'mariana')
    .at(when.at(16, '10:20'))
    .answers('bruno', 'Buenos días, Paola, con mucho gusto. ¿Las quieren con asiento tapizado o en madera?')
    .at(when.at(16, '10:33'))
    .says('Tapizado, en un lino que aguante. Es uso rudo, hay bodas cada fin de semana')
    .at(when.at(16, '12:15'))
    .answers('bruno', {
      type: 'document',
      file: 'hotelQuote',
      text: 'Te comparto la cotización, con entrega en dos lotes.',
    })
    .at(when.at(15, '11:40'))
    .says('La vio el gerente y va. ¿Me pasas datos para el anticipo?')
    .at(when.at(15, '11:52'))
    .answers(
      'bruno',
      '¡Excelente noticia! Va al correo la ficha con la CLABE. El primer lote queda en cuatro semanas.',
    )
    .notes('mariana', 'Cuenta clave: MXN 412,000. Que Bruno la acompañe hasta la entrega.')
    .at(when.at(15, '17:05'))
    .says({ type: 'contacts', card: { name: 'Gustavo Ibarra · Almacén Ribera', phone: '+52 33 0000 0143' } })
    .says('Él recibe en el hotel, de 9 a 5')
    .at(when.at(15, '17:11'))
    .answers('bruno', 'Anotado, le llamo un día antes. Mil gracias por la confianza, Paola.')
    .at(when.at(15, '17:14'))
    .says({ type: 'sticker', file: 'sticker' })
    .says('Confirmado, el jueves a las 10 los esperamos con el primer lote')
    .at(when.at(15, '17:20'))
    .answers('bruno', 'Ahí estaremos 🤝')
    .resolved('bruno')
}

export function ernesto(when: Calendar): Story {
  return new Story({
    key: 'ernesto',
    channel: 'ventas',
    contact: { name: 'Ernesto Cedillo', phone: '523300000157' },
    from: when.at(1, '09:12'),
  })
    .says('Oiga, ¿ya viene mi buró? Quedaron que hoy en la mañana')
    .assigned('tomas', 'diego')
    .at(when.at(1, '09:20'))
    .answers(
      'tomas',
      '¡Buen día, don Ernesto! Ya va en camino. ¿Me manda su ubicación para que el chofer llegue directo?',
    )
    .at(when.at(1, '09:24'))
    .says({
      type: 'location',
      location: {
        latitude: 20.6597,
        longitude: -103.3496,
        name: 'Mi casa',
        address: 'Col. Americana, Guadalajara, Jal.',
      },
    })
    .says('La puerta verde, enfrente de la tortillería')
    .at(when.at(1, '09:27'))
    .answers('tomas', 'Aquí su guía de rastreo: NL-88341 📦 Llega entre 11 y 12.')
    .at(when.at(1, '11:48'))
    .says({ type: 'image', file: 'delivered', text: 'Ya llegó, quedó bien bonito. Muchas gracias' })
    .at(when.at(1, '11:55'))
    .answers('tomas', '¡Qué gusto! Que lo disfrute, don Ernesto. Quedamos a la orden.')
    .resolved('tomas')
}

/** Moved to a new number, which the thread follows. */
export function lupita(when: Calendar): Story {
  return new Story({
    key: 'lupita',
    channel: 'ventas',
    contact: { name: 'Lupita Arreola', phone: '523300000151' },
    from: when.at(12, '16:30'),
  })
    .says('Buenas tardes, ¿qué le pongo a mi mesa para que no se manche? Ya me le cayó vino')
    .assigned('camila', 'diego')
    .at(when.at(12, '16:44'))
    .answers(
      'camila',
      '¡Hola, Lupita! Con un trapito apenas húmedo y jabón neutro sale. Y una vez al mes, cera de abeja.',
    )
    .answers('camila', { type: 'audio', file: 'reply' }, { outcome: 'played' })
    .at(when.at(12, '16:58'))
    .says('Ya la limpié y ni se nota. Dios la bendiga')
    .resolved('camila')
    .at(when.at(4, '10:15'))
    .movesTo('523300000152')
    .says('Hola, soy Lupita, les escribo de mi número nuevo. ¿Venden la cera ahí en la tienda?')
    .assigned('camila', 'diego')
    .at(when.at(4, '10:31'))
    .answers('camila', 'Sí, Lupita, la lata grande cuesta 260 pesos. Te aparto una.', {
      outcome: 'delivered',
    })
}

/** Asked again within a day of being told that all was done. */
export function chema(when: Calendar): Story {
  return new Story({
    key: 'chema',
    channel: 'ventas',
    contact: { name: 'Chema Villaseñor', phone: '523300000158' },
    from: when.at(2, '15:10'),
  })
    .says('¿Qué onda? ¿Mi comedor sí sale para el viernes?')
    .assigned('bruno', 'diego')
    .at(when.at(2, '15:22'))
    .answers('bruno', '¡Qué tal, Chema! Sí, el viernes entre 4 y 6 te lo entregamos armado.')
    .resolved('bruno')
    .at(when.at(2, '18:47'))
    .says('Híjole, viernes ya no voy a estar. ¿Se puede el sábado tempranito?')
    .at(when.at(2, '18:55'))
    .answersFromPhone('Soy Mariana, te contesto del celular. Sí se puede, el sábado a las 9 😉')
}
