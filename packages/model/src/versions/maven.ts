import { mavenItems } from '../maven-items.ts'
import type { MavenItem } from '../maven-items.ts'
import { numberOrder, plainOrder, textOrder } from '../version-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

const QUALIFIERS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp']
const RELEASE = QUALIFIERS.indexOf('')

/** Maven's ComparableVersion, Maven 3.9 and later (with combined items such as `rc1`). */
export default defineVersionScheme({
  id: 'maven',
  ecosystems: ['Maven'],
  authority: 'org.apache.maven.artifact.versioning.ComparableVersion (Maven 3.9)',
  valid: (version) => /^[^\s${}()[\],:/\\]+$/.test(version),
  compare(a, b) {
    const plain = plainOrder(a, b)
    return plain === plain ? plain : itemOrder(mavenItems(a), mavenItems(b))
  },
})

/** What kind of item stands before another where both are given: words, then lists, then numbers. */
function kindRank(item: MavenItem): number {
  return item.kind === 'number' ? 2 : item.kind === 'list' ? 1 : 0
}

function itemOrder(a: MavenItem | undefined, b: MavenItem | undefined): number {
  if (a === undefined) return b === undefined ? 0 : -nothingOrder(b)
  if (b === undefined) return nothingOrder(a)
  if (kindRank(a) !== kindRank(b)) return kindRank(a) - kindRank(b)
  if (a.kind === 'number' && b.kind === 'number') return numberOrder(a.digits, b.digits)
  if (a.kind === 'list' && b.kind === 'list') return listOrder(a.items, b.items)
  return a.kind === 'word' && b.kind === 'word' ? wordOrder(a.word, b.word) : 0
}

/** Order of an item against nothing at its place. */
function nothingOrder(item: MavenItem): number {
  if (item.kind === 'number') return numberOrder(item.digits, '')
  if (item.kind !== 'list') return wordOrder(item.word, '')
  for (const inner of item.items) {
    const order = nothingOrder(inner)
    if (order !== 0) return order
  }
  return 0
}

function listOrder(a: readonly MavenItem[], b: readonly MavenItem[]): number {
  for (let index = 0; index < a.length || index < b.length; index++) {
    const order = itemOrder(a[index], b[index])
    if (order !== 0) return order
  }
  return 0
}

function wordOrder(a: string, b: string): number {
  const one = QUALIFIERS.indexOf(a)
  const two = QUALIFIERS.indexOf(b)
  if (one < 0 && two < 0) return textOrder(a, b)
  return (one < 0 ? RELEASE + 2 : one) - (two < 0 ? RELEASE + 2 : two)
}
