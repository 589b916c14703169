import { numberOrder } from '../version-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

/** PHP's special forms and their order; any other word comes before them, the end between `rc` and the numbers. */
const FORMS: readonly (readonly [prefix: string, weight: number])[] = [
  ['dev', 0],
  ['a', 1],
  ['b', 2],
  ['RC', 3],
  ['rc', 3],
  ['p', 6],
]
/** PHP also lets `#` stand for any number, which is no order; here `#` separates. */
const END = 4
const NUMBER = 5

/** PHP's version_compare after composer's removal of a leading `v`. */
export default defineVersionScheme({
  id: 'packagist',
  ecosystems: ['Packagist'],
  authority: 'PHP version_compare, as composer/semver calls it',
  // A branch (`dev-main`, `2.x-dev`) moves: which releases it holds cannot be told from its name.
  valid: (version) => /^v?\d[\w.+~-]*$/i.test(version) && !/\.x(?:-dev)?$|^9{7}-dev$/i.test(version),
  compare(a, b) {
    if (a === b) return 0
    const one = tokens(a)
    const two = tokens(b)
    for (let index = 0; index < one.length || index < two.length; index++) {
      const left = one[index]
      const right = two[index]
      const order = weight(left) - weight(right)
      if (order !== 0) return order
      if (left !== undefined && right !== undefined && isNumber(left) && isNumber(right)) {
        const numbers = numberOrder(left, right)
        if (numbers !== 0) return numbers
      }
    }
    return 0
  },
})

function tokens(version: string): readonly string[] {
  const text = /^v/i.test(version) ? version.slice(1) : version
  return text.match(/\d+|[^\d.+_#-]+/g) ?? []
}

function weight(token: string | undefined): number {
  if (token === undefined) return END
  if (isNumber(token)) return NUMBER
  for (const [prefix, form] of FORMS) if (token.startsWith(prefix)) return form
  return -1
}

function isNumber(token: string): boolean {
  const code = token.charCodeAt(0)
  return code >= 48 && code <= 57
}
