import { dpkgOrder } from '../dpkg-order.ts'
import { digitsEnd } from '../version-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

/** Debian policy §5.6.12: epoch, upstream version, revision; `~` before everything, even the end. */
export default defineVersionScheme({
  id: 'dpkg',
  ecosystems: ['Debian', 'Echo', 'Ubuntu'],
  authority: 'Debian policy §5.6.12; deb-version(7)',
  valid: (version) => /^(?:\d+:)?\d[A-Za-z0-9.+:~-]*$/.test(version),
  compare(a, b) {
    const aColon = epochEnd(a)
    const bColon = epochEnd(b)
    if (aColon > 0 || bColon > 0) {
      const order = dpkgOrder(a, 0, Math.max(aColon, 0), b, 0, Math.max(bColon, 0))
      if (order !== 0) return order
    }
    const aStart = aColon + 1
    const bStart = bColon + 1
    const aHyphen = revisionHyphen(a, aStart)
    const bHyphen = revisionHyphen(b, bStart)
    const order = dpkgOrder(a, aStart, aHyphen, b, bStart, bHyphen)
    return order !== 0 ? order : dpkgOrder(a, aHyphen + 1, a.length, b, bHyphen + 1, b.length)
  },
})

/** Position of the colon after a numeric epoch, or -1. */
function epochEnd(version: string): number {
  const end = digitsEnd(version, 0)
  return end > 0 && version.charCodeAt(end) === 58 ? end : -1
}

function revisionHyphen(version: string, from: number): number {
  const hyphen = version.lastIndexOf('-')
  return hyphen < from ? version.length : hyphen
}
