/** Companies that buy furniture by the room, with the customers of the stories among them. */
const KNOWN_COMPANIES = [
  'Hotel Ribera',
  'Café Mirlo',
  'Estudio Solar',
  'Grupo Loma Alta',
  'Restaurante La Pitaya',
  'Notaría 58',
  'Casa Ocampo Interiores',
  'Vivero Los Colomos',
  'Estética Nube',
  'Constructora Providencia',
]

const TRADES = ['Hotel', 'Restaurante', 'Café', 'Despacho', 'Clínica', 'Constructora', 'Colegio', 'Galería']
const PLACES = ['Arrayán', 'Jacaranda', 'Mezquite', 'Tepame', 'Agave Azul', 'Cantera']

export const COMPANY_NAMES: readonly string[] = [
  ...KNOWN_COMPANIES,
  ...TRADES.flatMap((trade) => PLACES.map((place) => `${trade} ${place}`)),
]

export const FIRST_NAMES = [
  'Adriana',
  'Álvaro',
  'Beatriz',
  'Bernardo',
  'Catalina',
  'Damián',
  'Elisa',
  'Emilio',
  'Fátima',
  'Gonzalo',
  'Inés',
  'Iván',
  'Julieta',
  'Leonel',
  'Magdalena',
  'Mateo',
  'Natalia',
  'Óscar',
  'Pilar',
  'Ramiro',
  'Sofía',
  'Tadeo',
  'Úrsula',
  'Víctor',
] as const

export const LAST_NAMES = [
  'Alcaraz',
  'Becerra',
  'Ceja',
  'De la Mora',
  'Escobedo',
  'Figueroa',
  'Gallegos',
  'Huerta',
  'Ibarra',
  'Jáuregui',
  'Limón',
  'Michel',
  'Núñez',
  'Ontiveros',
  'Padilla',
  'Quintero',
  'Rubio',
  'Sandoval',
  'Tejeda',
  'Uribe',
  'Valadez',
  'Zúñiga',
] as const

/** What is made to measure, with what it costs from and to, in pesos. */
export const PIECES = [
  { title: 'Mesa de comedor {wood} 2.20 m', from: 18_000, to: 42_000 },
  { title: 'Comedor de {wood} con 8 sillas', from: 45_000, to: 96_000 },
  { title: 'Librero a medida en {wood}', from: 14_000, to: 38_000 },
  { title: 'Cabecera king de {wood}', from: 9_000, to: 21_000 },
  { title: 'Barra de café en {wood}', from: 26_000, to: 70_000 },
  { title: 'Escritorio doble de {wood}', from: 12_000, to: 27_000 },
  { title: 'Clóset completo en {wood}', from: 38_000, to: 110_000 },
  { title: 'Sala de espera, 12 bancas de {wood}', from: 52_000, to: 98_000 },
  { title: 'Mesas y sillas para terraza', from: 33_000, to: 88_000 },
  { title: 'Cocina integral en {wood}', from: 65_000, to: 140_000 },
] as const

export const WOODS = ['nogal', 'parota', 'encino', 'rosa morada', 'cedro'] as const

export const TASK_TITLES = [
  { type: 'call', title: 'Llamar a {who} por la cotización' },
  { type: 'call', title: 'Confirmar medidas con {who}' },
  { type: 'message', title: 'Enviar render del acabado a {who}' },
  { type: 'message', title: 'Mandar fotos del avance a {who}' },
  { type: 'meeting', title: 'Visita de medidas con {who}' },
  { type: 'meeting', title: 'Recibir a {who} en el showroom' },
  { type: 'quote', title: 'Cotizar para {who}' },
  { type: 'quote', title: 'Actualizar el precio de {who}' },
  { type: 'other', title: 'Pedir el anticipo a {who}' },
] as const

export const LABELS = [
  { name: 'Cotización', color: 'turquesa' },
  { name: 'Garantía', color: 'ambar' },
  { name: 'Mayoreo', color: 'violeta' },
  { name: 'VIP', color: 'rosa' },
  { name: 'Entrega', color: 'azul' },
  { name: 'Reclamo', color: 'coral' },
  { name: 'Factura', color: 'celeste' },
  { name: 'B2B', color: 'uva' },
  { name: 'Showroom', color: 'verde' },
  { name: 'Spam posible', color: 'gris' },
] as const
