import { mavenSegments } from '../maven-segments.ts'
import { isDigit, numberOrder, plainOrder, textOrder } from '../version-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

type Segments = readonly (readonly string[])[]

const QUALIFIERS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp']
const RELEASE = QUALIFIERS.indexOf('')

/** What stands for some version, or for none that is known. */
const OPEN = /^LATEST$|^RELEASE$|^latest\.\w+$|^(?:unknown|unspecified|undefined|noassertion|none|null)$|\.[+x]$/i

/** Kinds of item in the order in which they stand where two versions have different ones. */
const WORD = 0
const LIST = 1
const NUMBER = 2
const NOTHING = 3

/**
 * Maven's ComparableVersion as of Maven 3.0 to 3.8, which the comparisons published for OSV follow. That order has two
 * circles. `1-beta < 1 < 1.x < 1-beta` is cut at its end, as Maven 3.9 does; `1.0.rc < 1 < 1-1 < 1.0.rc` is kept, since
 * published comparisons rest on each of its parts.
 */
export default defineVersionScheme({
  id: 'maven',
  ecosystems: ['Maven'],
  authority: 'org.apache.maven.artifact.versioning.ComparableVersion (Maven 3.0 to 3.8)',
  // LATEST and RELEASE are not versions: Maven puts one in their place, as Gradle does for `1.+` and `latest.release`.
  valid: (version) => /^[^\s${}()[\],:/\\*^<>=|%@?"']+$/.test(version) && !OPEN.test(version),
  compare(a, b) {
    const plain = plainOrder(a, b)
    return plain === plain ? plain : segmentsOrder(mavenSegments(a), mavenSegments(b))
  },
})

function segmentsOrder(a: Segments, b: Segments): number {
  let segment = 0
  let item = 0
  for (;;) {
    const one = kind(a, segment, item)
    const two = kind(b, segment, item)
    if (one !== two) {
      const ended = one === NOTHING || two === NOTHING
      if (!ended && (one === NUMBER || two === NUMBER)) return one - two
      return sign(a, segment, item) - sign(b, segment, item) || (ended ? 0 : one - two)
    }
    if (one === NOTHING) return 0
    if (one === LIST) {
      segment++
      item = 0
      continue
    }
    const left = a[segment]?.[item] ?? ''
    const right = b[segment]?.[item] ?? ''
    const order = one === NUMBER ? numberOrder(left, right) : wordOrder(left, right)
    if (order !== 0) return order
    item++
  }
}

function kind(version: Segments, segment: number, item: number): number {
  const found = version[segment]?.[item]
  if (found === undefined) return segment + 1 < version.length ? LIST : NOTHING
  return isDigit(found.charCodeAt(0)) ? NUMBER : WORD
}

/** Whether the rest of a version stands before (-1) or after (1) a version that ends here. */
function sign(version: Segments, segment: number, item: number): number {
  for (let at = segment; at < version.length; at++) {
    const items = version[at] ?? []
    for (let index = at === segment ? item : 0; index < items.length; index++) {
      const found = items[index] ?? ''
      const order = isDigit(found.charCodeAt(0)) ? numberOrder(found, '') : wordOrder(found, '')
      if (order !== 0) return Math.sign(order)
    }
  }
  return 0
}

function wordOrder(a: string, b: string): number {
  const one = QUALIFIERS.indexOf(a)
  const two = QUALIFIERS.indexOf(b)
  if (one < 0 && two < 0) return textOrder(a, b)
  return (one < 0 ? RELEASE + 2 : one) - (two < 0 ? RELEASE + 2 : two)
}
