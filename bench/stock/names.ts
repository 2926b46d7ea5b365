import { Random } from '../../test/load/random.ts'
import { zipf } from '../load/zipf.ts'

/** In the order of how common they are; the first few make up a good part of all people. */
const FIRST =
  'María,José,Juan,Guadalupe,Luis,Ana,Carlos,Jorge,Laura,Miguel,Francisco,Rosa,Alejandro,Martha,Pedro,Claudia,Fernando,Patricia,Ricardo,Marisol,Manuel,Gabriela,Daniel,Verónica,Roberto,Adriana,Sergio,Mariana,Arturo,Leticia,Héctor,Elena,Raúl,Magdalena,Andrés,Margarita,Javier,Silvia,Óscar,Beatriz,Mateo,Ximena,Mauricio,Renata,Emilio,Valeria,Ramón,Fabiola,Marcos,Itzel'.split(
    ',',
  )
const LAST =
  'García,Hernández,Martínez,López,González,Pérez,Rodríguez,Sánchez,Ramírez,Cruz,Flores,Gómez,Morales,Vázquez,Reyes,Jiménez,Torres,Díaz,Gutiérrez,Ruiz,Mendoza,Aguilar,Ortiz,Moreno,Castillo,Romero,Álvarez,Méndez,Chávez,Rivera,Juárez,Ramos,Domínguez,Herrera,Medina,Castro,Vargas,Guzmán,Velázquez,Rojas,Muñoz,Contreras,Salazar,Luna,Estrada,Ortega,Guerrero,Bautista,Cortés,Soto,Alvarado,Ríos,Lara,Silva,Cervantes,Cárdenas,Maldonado,Nava,Padilla,Rosas'.split(
    ',',
  )

/** One person in so many has it. */
export const RARE_NAME = { name: 'Zubizarreta', oneIn: 5_000 }
export const COMMON_WORDS = ['maria', 'garcia'] as const

/** Names of people: one or two first names, two family names, a few words far more common than the rest. */
export function nameMaker(seed: number): (index: number) => string {
  const random = new Random(seed)
  const [first, last] = [zipf(FIRST.length), zipf(LAST.length)]
  return (index) => {
    const given = [FIRST[first(random)]]
    if (random.next() < 0.3) given.push(FIRST[first(random)])
    const family = index % RARE_NAME.oneIn === 7 ? RARE_NAME.name : LAST[last(random)]
    return [...given, family, LAST[last(random)]].join(' ')
  }
}
