/**
 * What Doña Chayo, who furnishes fondas and sells on at her stand, talks about week after week. A talk
 * is made of these moments; `<` is she, `>` is the shop.
 */
export const OPENINGS: readonly (readonly string[])[] = [
  [
    '< Buenos días, mijo, ¿cómo amanecieron?',
    '> ¡Buenos días, doña Chayo! Muy bien, gracias a Dios. ¿Y usted?',
  ],
  ['< Buenas tardes, aquí Chayo, la de las fondas', '> ¡Doña Chayo! Qué gusto. ¿En qué le ayudamos?'],
  ['< Hola, joven, ¿está muy ocupado?', '> Para usted nunca, doña Chayo. Dígame.'],
  ['< Oiga, mijo, ando otra vez de latosa', '> Usted nunca es lata, doña Chayo. ¿Qué se le ofrece?'],
  ['< Buen día, ya llegó la latosa de los lunes 😄', '> Jaja, ya la estábamos extrañando. Buen día.'],
]

export const CLOSINGS: readonly (readonly string[])[] = [
  ['< Bueno, mijo, ya no le quito el tiempo', '> Al contrario, doña Chayo, que tenga bonito día.'],
  ['< Dios me los bendiga, ahí nos vemos', '> Igualmente, saludos a la familia.'],
  ['< Ándele pues, quedo al pendiente', '> Nosotros le avisamos. Cuídese mucho.'],
  ['< Gracias, joven, usted sí atiende bonito', '> Para servirle, doña Chayo.'],
]

export const MOMENTS: readonly (readonly string[])[] = [
  [
    '< Voy a ocupar {count} {piece} para la fonda de {area}',
    '> Con gusto. ¿En el mismo barniz de la otra vez?',
    '< Sí, del mismo, que combine con las mesas',
    '> Anotado: {count} {piece}, barniz miel.',
  ],
  [
    '< ¿En cuánto me salen {count} {piece}, ya con mi precio?',
    '> A usted en {price} pesos por pieza, doña Chayo.',
    '< Uy, ¿no que me iba a respetar el de antes?',
    '> Subió la madera, pero le respeto el anterior en este pedido.',
    '< Eso, así da gusto',
  ],
  [
    '< ¿Cuándo me lo traen?',
    '> {day} en la mañana, si le parece.',
    '< Que no sea antes de las 9 porque ando en el mercado de Abastos',
    '> Después de las 10 entonces.',
  ],
  [
    '< Ya le deposité {amount}, ahí le mando el papelito al rato',
    '> Gracias, doña Chayo. En cuanto se refleje le confirmo.',
    '> Ya cayó, todo en orden.',
    '< Qué bueno, porque luego el banco me hace unas',
  ],
  [
    '< Fíjese que una silla salió cojita',
    '> Qué pena, se la cambiamos {day} sin costo.',
    '< No se apure, no es urgente. Le puse un cartoncito',
    '> De todos modos pasamos, cómo cree.',
  ],
  [
    '< ¿Y su mamá cómo siguió?',
    '> Ya mejor, doña Chayo, gracias por preguntar.',
    '< Dele caldito de pollo, con eso se levanta',
    '> Le voy a decir que es receta suya 😄',
  ],
  [
    '< Hoy hice {dish}, véngase a comer con los muchachos',
    '> Nos encantaría, pero andamos hasta el tope. ¿Nos aparta para mañana?',
    '< Les guardo, pero vénganse temprano porque vuela',
    '> Ahí estamos a la una en punto.',
  ],
  [
    '< Mi nieta quiere poner su café, ¿le ayuda con unas ideas?',
    '> Claro que sí, que nos visite en el showroom.',
    '< Es bien exigente, eh, sacó a su abuela',
    '> Entonces tiene buen gusto.',
  ],
  [
    '< ¿Me aguanta el resto para la quincena?',
    '> Sí, doña Chayo, sin problema.',
    '< Nunca le he quedado mal',
    '> Ya lo sabemos, por eso con usted no hay apuro.',
  ],
  [
    '< ¿Ya tienen de esos banquitos altos que vi el otro día?',
    '> Nos quedan {count}, los de asiento de tule.',
    '< Apárteme la mitad, son para una clienta de {area}',
    '> Ya están apartados a su nombre.',
  ],
  [
    '< Está cayendo un aguacero, que no salgan ahorita con los muebles',
    '> Aquí también. Mejor se los llevamos {day}.',
    '< Sí, mejor, no se vayan a mojar',
  ],
  [
    '< Oiga, el chofer nuevo no dio con la casa',
    '> ¿Todavía es junto a la farmacia?',
    '< Sí, pero ya le cambiaron el color, ahora es rosa mexicano',
    '> Le paso la seña. Una disculpa, doña Chayo.',
  ],
  [
    '< ¿Me repite el total, que no traigo mis lentes?',
    '> Son {amount} en total, con todo y flete.',
    '< Ah, está bien, yo había entendido más',
  ],
  ['< Mándeme el recibo, porfa, para mi contadora', '> Se lo mando hoy por correo, doña Chayo.'],
]

export const CHAYO_SLOTS: Readonly<Record<string, readonly string[]>> = {
  count: ['6', '8', '10', '12', '16', '20', '24'],
  piece: ['sillas de tule', 'equipales', 'mesas cuadradas', 'bancas largas', 'banquitos', 'trinchadores'],
  price: ['480', '520', '690', '745', '1,150', '1,980'],
  amount: ['$4,200', '$6,500', '$8,900', '$12,300', '$15,750'],
  area: ['Tonalá', 'Analco', 'Mezquitán', 'Oblatos', 'Santa Tere', 'San Juan de Dios', 'Zalatitán'],
  day: ['mañana', 'el martes', 'el miércoles', 'el jueves', 'el viernes', 'el lunes'],
  dish: ['birria', 'pozole', 'carne en su jugo', 'mole de olla', 'lomo en adobo', 'caldo michi'],
}
