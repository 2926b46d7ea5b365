import type { Calendar } from '../plan/calendar.ts'
import type { StoryContact } from '../plan/lines.ts'
import { Story } from '../plan/story.ts'

const patient = (key: string, contact: StoryContact, from: Date) =>
  new Story({ key, channel: 'dental', contact, from })

/** The other workspace: small, elsewhere, and nobody's business in the first one. */
export function dentalStories(when: Calendar): Story[] {
  return [...appointments(when), ...treatments(when), ...inquiries(when)]
}

function appointments(when: Calendar): Story[] {
  return [
    patient('yesenia', { name: 'Yesenia Castro', phone: '573000000201' }, when.minutesAgo(14))
      .says('Buenas, doctora, ¿será que me puede mover la cita del jueves?')
      .says('Me salió un turno en el trabajo'),
    patient('wilson', { name: 'Wilson Prada', phone: '573000000202' }, when.at(1, '15:10'))
      .says('Buenas tardes, ¿cuánto vale una limpieza?')
      .assigned('ana', 'yuliana')
      .at(when.at(1, '15:22'))
      .answers(
        'ana',
        'Buenas tardes, don Wilson. La limpieza con flúor está en $120.000. ¿Le agendo para esta semana?',
      )
      .at(when.at(1, '15:40'))
      .says('Listo, el viernes por la tarde me queda bien')
      .at(when.at(1, '15:44'))
      .answers('ana', 'Le separé el viernes a las 4:00 p. m. Por favor llegue diez minuticos antes.', {
        outcome: 'delivered',
      }),
    patient('adriana', { name: 'Adriana Mosquera', phone: '573000000203' }, when.at(9, '09:05'))
      .says('Buenos días, ¿atienden urgencias los domingos?')
      .assigned('yuliana', 'yuliana')
      .at(when.at(9, '09:20'))
      .answers('yuliana', 'Buenos días. Los domingos no, pero hoy le tenemos espacio a las 11.')
      .at(when.at(9, '09:23'))
      .says('Ay, qué pena con usted, sí, ya salgo para allá')
      .resolved('yuliana'),
    patient('jhon', { name: 'Jhon Fredy Rincón', phone: '573000000204' }, when.minutesAgo(52))
      .says('Doctora Paula, ya me tomé el antibiótico. ¿Puedo hacer ejercicio?')
      .assigned('paula', 'yuliana'),
  ]
}

function treatments(when: Calendar): Story[] {
  return [
    patient('marcela', { name: 'Marcela Gaitán', phone: '573000000205' }, when.at(3, '10:30'))
      .says('Hola, me remitieron para ortodoncia')
      .says({ type: 'document', file: 'referral', text: 'Esta es la orden' })
      .assigned('yuliana', 'paula')
      .at(when.at(3, '10:48'))
      .answers(
        'yuliana',
        'Hola, Marcela, con mucho gusto. La valoración no tiene costo. ¿Le sirve el lunes a las 9?',
      )
      .notes('paula', 'Pedirle la panorámica antes de la cita.')
      .at(when.at(3, '11:02'))
      .says('Perfecto, allá estaré')
      .at(when.at(3, '11:10'))
      .answers('yuliana', 'Gracias a usted. El lunes la esperamos.', { outcome: 'sent' }),
    patient('luz', { name: 'Luz Dary Ocoró', phone: '573000000207' }, when.at(5, '14:15'))
      .says('Doctora, se me cayó la resina de la muela de atrás')
      .assigned('paula', 'paula')
      .at(when.at(5, '14:30'))
      .answers(
        'paula',
        'Luz Dary, no se preocupe, eso tiene garantía. Venga mañana a las 8 y se la coloco de nuevo.',
      )
      .at(when.at(5, '14:33'))
      .says('Dios le pague, doctora')
      .resolved('paula'),
  ]
}

function inquiries(when: Calendar): Story[] {
  return [
    patient('hernan', { name: 'Hernán Bustos', phone: '573000000206' }, when.at(22, '16:00'))
      .says('¿El blanqueamiento duele?')
      .assigned('ana', 'yuliana')
      .at(when.at(22, '16:12'))
      .answers('ana', 'Para nada, don Hernán. Puede sentir algo de sensibilidad uno o dos días.')
      .at(when.at(22, '16:20'))
      .says('Ah bueno, lo pienso y le aviso')
      .resolved('ana'),
    patient('colegio', { name: 'Colegio San Mateo', phone: '573000000208' }, when.at(2, '08:20'))
      .says('Buenos días. Nos interesa una jornada de salud oral para 120 niños, ¿la hacen?')
      .assigned('paula', 'mariana')
      .at(when.at(2, '08:50'))
      .answers('paula', 'Buenos días, claro que sí. Hoy les envío la propuesta por correo.', {
        outcome: 'read',
      }),
  ]
}
