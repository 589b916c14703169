import { digitOrder, digitsEnd, isDigit, isLetter, runEnd, separatorsEnd } from '../version-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

/**
 * pacman's vercmp(8): epoch, version, release. A version without release equals all its releases, as in pacman,
 * so it is an order only among versions that all have one or all have none.
 */
export default defineVersionScheme({
  id: 'alpm',
  ecosystems: [],
  authority: 'vercmp(8), libalpm alpm_pkg_vercmp',
  valid: (version) => /^(?:\d+:)?[\w.+~]+(?:-[\w.]+)?$/.test(version),
  compare(a, b) {
    if (a === b) return 0
    const [aEpoch, aVersion, aRelease] = parts(a)
    const [bEpoch, bVersion, bRelease] = parts(b)
    const order = segmentOrder(aEpoch, bEpoch) || segmentOrder(aVersion, bVersion)
    if (order !== 0) return order
    return aRelease === null || bRelease === null ? 0 : segmentOrder(aRelease, bRelease)
  },
})

function parts(version: string): readonly [epoch: string, version: string, release: string | null] {
  const colon = digitsEnd(version, 0)
  const hasEpoch = version.charCodeAt(colon) === 58
  const rest = hasEpoch ? version.slice(colon + 1) : version
  const hyphen = rest.lastIndexOf('-')
  const epoch = hasEpoch && colon > 0 ? version.slice(0, colon) : '0'
  return hyphen < 0 ? [epoch, rest, null] : [epoch, rest.slice(0, hyphen), rest.slice(hyphen + 1)]
}

function segmentOrder(a: string, b: string): number {
  let i = 0
  let j = 0
  for (;;) {
    if (i >= a.length || j >= b.length) return endOrder(a, i, b, j)
    const aStart = separatorsEnd(a, i)
    const bStart = separatorsEnd(b, j)
    if (aStart >= a.length || bStart >= b.length) return endOrder(a, aStart, b, bStart)
    if (aStart - i !== bStart - j) return aStart - i - (bStart - j)
    const numeric = isDigit(a.charCodeAt(aStart))
    if (numeric !== isDigit(b.charCodeAt(bStart))) return numeric ? 1 : -1
    i = runEnd(a, aStart)
    j = runEnd(b, bStart)
    const one = a.slice(aStart, i)
    const two = b.slice(bStart, j)
    const order = numeric ? digitOrder(one, 0, one.length, two, 0, two.length) : one === two ? 0 : one < two ? -1 : 1
    if (order !== 0) return order
  }
}

/** What is left over is newer, unless it is a word: `1.0 > 1.0rc1`. */
function endOrder(a: string, i: number, b: string, j: number): number {
  const aEnded = i >= a.length
  const bEnded = j >= b.length
  if (aEnded && bEnded) return 0
  if (aEnded) return isLetter(b.charCodeAt(j)) ? 1 : -1
  return isLetter(a.charCodeAt(i)) ? -1 : 1
}
