/**
 * How countries write their numbers: by country code and number of national digits, the sizes of the groups.
 * From the national numbering plans, as their operators print them.
 */
const GROUPS: Readonly<Record<string, readonly (readonly number[])[]>> = {
  1: [[3, 3, 4]],
  34: [[3, 3, 3]],
  51: [
    [3, 3, 3],
    [1, 3, 4],
  ],
  52: [],
  53: [[1, 3, 4]],
  54: [
    [2, 4, 4],
    [1, 2, 4, 4],
  ],
  55: [
    [2, 5, 4],
    [2, 4, 4],
  ],
  56: [[1, 4, 4]],
  57: [[3, 3, 4]],
  58: [[3, 3, 4]],
  351: [[3, 3, 3]],
  502: [[4, 4]],
  503: [[4, 4]],
  504: [[4, 4]],
  505: [[4, 4]],
  506: [[4, 4]],
  507: [
    [4, 4],
    [3, 4],
  ],
  591: [
    [1, 3, 4],
    [4, 4],
  ],
  593: [
    [2, 3, 4],
    [1, 3, 4],
  ],
  595: [[3, 3, 3]],
  598: [[2, 3, 3]],
}

/** Mexico's three largest cities have area codes of two digits. */
const MEXICO_SHORT = /^(33|55|56|81)/

/**
 * A phone in groups, as people read it: `+52 33 0000 0112`. What is no E.164 number stays as it is; numbers of
 * countries that are not listed go in groups of three and four.
 */
export function phoneText(e164: string): string {
  const digits = /^\+(\d{6,15})$/.exec(e164)?.[1]
  if (digits === undefined) return e164
  for (const length of [3, 2, 1]) {
    const plans = GROUPS[digits.slice(0, length)]
    if (!plans) continue
    const national = digits.slice(length)
    const sizes = sizesOf(digits.slice(0, length), national, plans) ?? evenly(national.length)
    return `+${digits.slice(0, length)} ${cut(national, sizes)}`
  }
  return `+${cut(digits, evenly(digits.length))}`
}

function sizesOf(
  code: string,
  national: string,
  plans: readonly (readonly number[])[],
): readonly number[] | undefined {
  if (code === '52') return mexican(national)
  return plans.find((sizes) => sizes.reduce((sum, size) => sum + size, 0) === national.length)
}

/** WhatsApp's ids still hold the mobile 1 that Mexico gave up. */
function mexican(national: string): readonly number[] | undefined {
  const isOld = national.length === 11 && national.startsWith('1')
  const local = isOld ? national.slice(1) : national
  if (local.length !== 10) return undefined
  return [...(isOld ? [1] : []), ...(MEXICO_SHORT.test(local) ? [2, 4, 4] : [3, 3, 4])]
}

/** Threes, with fours at the end where they do not come out even. */
function evenly(length: number): number[] {
  if (length <= 4) return [length]
  const fours = length % 3
  const threes = (length - 4 * fours) / 3
  return threes < 0 ? [length - 4, 4] : [...Array<number>(threes).fill(3), ...Array<number>(fours).fill(4)]
}

function cut(digits: string, sizes: readonly number[]): string {
  let at = 0
  return sizes
    .map((size) => {
      at += size
      return digits.slice(at - size, at)
    })
    .join(' ')
}
