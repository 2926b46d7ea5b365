import type { Calendar } from '../plan/calendar.ts'
import { Dice } from '../plan/dice.ts'
import type { Story } from '../plan/story.ts'
import { chema, ernesto, hotelRibera, joaquin, lupita } from './after-sales.ts'
import { chayo } from './chayo.ts'
import { cafeMirlo, layla, loanOffer, memo, renata, workshop, wrongNumber } from './edges.ts'
import { everydayStories } from './everyday.ts'
import { gabriela, lorena, obra, regina, sebastian, thiago } from './sales.ts'

export { dentalStories } from './dental.ts'

/** Everything that was ever written to the furniture shop. */
export function nogalStories(when: Calendar): Story[] {
  const dice = new Dice()
  const scripted = [
    regina,
    lorena,
    thiago,
    sebastian,
    gabriela,
    obra,
    joaquin,
    hotelRibera,
    ernesto,
    lupita,
    chema,
  ]
  const edges = [renata, loanOffer, wrongNumber, layla, memo, cafeMirlo]
  return [
    ...[...scripted, ...edges].map((tell) => tell(when)),
    ...workshop(when),
    ...everydayStories(when, dice),
    chayo(when, dice),
  ]
}
