import type { Calendar } from '../plan/calendar.ts'
import { Story } from '../plan/story.ts'

/** The conversation that everybody opens first: a quote, a note, a picture, three messages unread. */
export function regina(when: Calendar): Story {
  const contact = { name: 'Regina Solórzano', phone: '523300000112' }
  return new Story({ key: 'regina', channel: 'ventas', contact, from: when.at(1, '17:52') })
    .says('Hola, buenas tardes. Vi la mesa Jacinta en su Instagram, ¿la hacen de 2.20?')
    .assigned('ana', 'diego')
    .at(when.at(1, '18:01'))
    .answers(
      'ana',
      '¡Hola, Regina! Sí, la hacemos a la medida. De 2.20 × 1.00 en nogal natural te queda en *MXN 28,400* con entrega en 5 semanas.',
      { as: 'price' },
    )
    .at(when.at(1, '18:04'))
    .says('Ay, qué padre. Es para un depa en Providencia, el comedor da a un ventanal y le pega mucho el sol')
    .says({ type: 'image', file: 'room', text: 'Mira, este es el espacio. Son ocho lugares' })
    .at(when.at(1, '18:09'))
    .answers(
      'ana',
      'Se va a ver increíble con esa luz 😍 Para el sol le damos acabado mate con filtro UV, no se amarilla.',
    )
    .answers(
      'ana',
      { type: 'document', file: 'quote', text: 'Te dejo la cotización formal, vigencia 15 días.' },
      { as: 'quote' },
    )
    .at(when.at(1, '18:12'))
    .reacts('👍', 'price')
    .says('Va, se la paso a mi clienta y te confirmo')
    .at(when.at(1, '18:20'))
    .notes(
      'tomas',
      '@Ana el taller confirma 5 semanas. Si deja el anticipo hoy o mañana, alcanza a entrar en el lote del lunes.',
    )
    .at(when.at(1, '18:24'))
    .answers('ana', 'Claro que sí. Con el 50 % de anticipo apartamos tu lugar en el taller 🙌')
    .at(when.minutesAgo(2))
    .says('¿Y si la quiero en nogal oscuro, sube el precio?', { quoting: 'price' })
    .says({ type: 'image', file: 'tones', text: 'Mi clienta anda entre estos dos, la traigo vuelta loca 😅' })
    .says('Y otra cosita: ¿las sillas Lino van aparte?')
}

/** Needs a template: the window is closed, and Ana left her answer half-written. */
export function lorena(when: Calendar): Story {
  return new Story({
    key: 'lorena',
    channel: 'ventas',
    contact: { name: 'Lorena Cué', phone: '523300000121' },
    from: when.at(3, '12:10'),
  })
    .says('Buenas, ¿ya tienen fecha para entregarme el librero? Me habían dicho que esta semana')
    .assigned('ana', 'diego')
    .at(when.at(3, '12:26'))
    .answers('ana', 'Hola, Lore. Déjame revisar con el taller y hoy mismo te digo.')
    .at(when.at(3, '12:31'))
    .says('Sale, porfa, es que el sábado me cambio y quiero ver si ya lo mandan a la casa nueva')
    .says('Sería en Bugambilias, ya no en Chapalita')
    .at(when.minutesAgo(25))
    .drafts('ana', 'Hola, Lorena, tu entrega queda para el ')
}

export function thiago(when: Calendar): Story {
  return new Story({
    key: 'thiago',
    channel: 'ventas',
    contact: { name: 'Thiago Ferraz', phone: '554100000145' },
    from: when.at(2, '10:05'),
  })
    .says('Oi, bom dia! Vocês entregam em Curitiba? Vi as mesas de jantar no site')
    .assigned('camila', 'mariana')
    .at(when.at(2, '10:18'))
    .answers(
      'camila',
      'Oi, Thiago! Entregamos sim, por transportadora, com seguro. Para quantos lugares seria?',
    )
    .at(when.at(2, '10:40'))
    .says('Oito lugares. E se possível em madeira escura, meu piso é claro')
    .at(when.at(2, '11:02'))
    .answers(
      'camila',
      'A Jacinta de 2,20 m em nogueira escura fica em R$ 9.850, com frete para o Paraná incluso. Prazo de 7 semanas.',
    )
    .at(when.at(2, '11:10'))
    .says('Caramba, o frete já vem junto? Achei que seria mais caro. Vou falar com a minha esposa')
    .at(when.at(2, '11:16'))
    .answers('camila', 'Perfeito, Thiago! Fico no aguardo 😊')
    .at(when.minutesAgo(47))
    .says('Camila, ela adorou 😄 Dá para parcelar no cartão?')
    .says('E preciso de nota fiscal no meu CPF')
}

export function sebastian(when: Calendar): Story {
  return new Story({
    key: 'sebastian',
    channel: 'ventas',
    contact: { name: 'Sebastián Ocampo', phone: '576040000171' },
    from: when.at(5, '09:50'),
  })
    .says('Qué más, buenos días. ¿Hacen envíos a Medellín? Necesito un escritorio de roble de 1.60')
    .assigned('ana', 'diego')
    .at(when.at(5, '10:15'))
    .answers(
      'ana',
      '¡Hola, Sebastián! Sí llegamos a Medellín. El escritorio Lago de 1.60 en roble sale en COP 3.450.000 con envío.',
    )
    .at(when.at(5, '10:21'))
    .says('Ah, súper. Lo reviso con calma y les cuento')
    .at(when.at(3, '16:40'))
    .answers('ana', 'Hola, Sebastián, ¿pudiste revisar lo del escritorio? Te lo puedo apartar esta semana.', {
      outcome: { failed: 131047 },
    })
}

export function gabriela(when: Calendar): Story {
  return new Story({
    key: 'gabriela',
    channel: 'ventas',
    contact: { name: 'Gabriela Núñez', phone: '5491100000164' },
    from: when.at(1, '13:20'),
  })
    .says('Hola, ¿cómo va? Necesito la factura de la credenza, la compré la semana pasada')
    .assigned('tomas', 'diego')
    .at(when.at(1, '13:34'))
    .answers('tomas', 'Hola, Gabriela. Con gusto, ¿me mandas tu constancia fiscal, por favor?')
    .at(when.at(1, '13:41'))
    .says({ type: 'document', file: 'tax', text: 'Ahí va' })
    .at(when.at(1, '14:06'))
    .answers(
      'tomas',
      { type: 'document', file: 'invoice', text: 'Listo, aquí está tu factura A-2231.' },
      { outcome: 'delivered' },
    )
    .answers('tomas', 'Cualquier dato que haya que corregir me dices y la volvemos a timbrar.', {
      outcome: 'delivered',
    })
}

/** Nobody knows whether the last message arrived: a person has to decide. */
export function obra(when: Calendar): Story {
  return new Story({
    key: 'obra',
    channel: 'ventas',
    contact: { name: 'Arq. Rubén Zúñiga', phone: '523300000139' },
    from: when.minutesAgo(180),
  })
    .says('Buen día. ¿Me pueden recibir mañana en el showroom con unos clientes? Seríamos cuatro')
    .assigned('bruno', 'mariana')
    .wait(9)
    .answers('bruno', '¡Buen día, arqui! Claro que sí, ¿como a qué hora les queda?')
    .wait(4)
    .says('Como a las 11, si no hay bronca')
    .wait(3)
    .answers(
      'bruno',
      'Perfecto, los esperamos a las 11 en Av. México 2798. Hay lugar para estacionarse atrás.',
      { outcome: 'unknown' },
    )
}
