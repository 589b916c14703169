import { numberOrder, textOrder } from '../version-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

interface Parts {
  readonly numbers: readonly string[]
  readonly letter: string
  readonly suffixes: readonly (readonly [weight: number, number: string])[]
  readonly revision: string
}

const PATTERN = /^(\d+(?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|p)\d*)*)(?:-r(\d+))?$/
const SUFFIX = /_(alpha|beta|pre|rc|p)(\d*)/g
const WEIGHTS: Readonly<Record<string, number>> = { alpha: -4, beta: -3, pre: -2, rc: -1, p: 1 }

/** Package Manager Specification §3.3; a text that is no version stands before all that are. */
export default defineVersionScheme({
  id: 'gentoo',
  ecosystems: [],
  authority: 'Gentoo Package Manager Specification 8, §3.3',
  valid: (version) => PATTERN.test(version),
  compare(a, b) {
    if (a === b) return 0
    const one = parts(a)
    const two = parts(b)
    if (one === null || two === null) return one === null ? (two === null ? textOrder(a, b) : -1) : 1
    return (
      numbersOrder(one.numbers, two.numbers) ||
      textOrder(one.letter, two.letter) ||
      suffixOrder(one, two) ||
      numberOrder(one.revision, two.revision)
    )
  },
})

function parts(version: string): Parts | null {
  const match = PATTERN.exec(version)
  if (match === null) return null
  const [, numbers = '', letter = '', suffixes = '', revision = ''] = match
  const found = [...suffixes.matchAll(SUFFIX)].map(([, word = '', number = '']) => [WEIGHTS[word] ?? 0, number] as const)
  return { numbers: numbers.split('.'), letter, suffixes: found, revision }
}

function numbersOrder(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length)
  for (let index = 0; index < shared; index++) {
    const one = a[index] ?? ''
    const two = b[index] ?? ''
    const fraction = index > 0 && (one.startsWith('0') || two.startsWith('0'))
    const order = fraction ? textOrder(withoutZeros(one), withoutZeros(two)) : numberOrder(one, two)
    if (order !== 0) return order
  }
  return a.length - b.length
}

function withoutZeros(digits: string): string {
  let end = digits.length
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end--
  return digits.slice(0, end)
}

function suffixOrder(a: Parts, b: Parts): number {
  for (let index = 0; index < a.suffixes.length || index < b.suffixes.length; index++) {
    const [one, oneNumber] = a.suffixes[index] ?? [0, '']
    const [two, twoNumber] = b.suffixes[index] ?? [0, '']
    const order = one - two || numberOrder(oneNumber, twoNumber)
    if (order !== 0) return order
  }
  return 0
}
