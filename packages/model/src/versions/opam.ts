import { dpkgOrder } from '../dpkg-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

/** Debian's order of upstream versions over the whole text: no epoch, no revision. */
export default defineVersionScheme({
  id: 'opam',
  ecosystems: ['opam'],
  authority: 'opam manual, "Version ordering"',
  valid: (version) => /^[\w.+~-]+$/.test(version),
  compare: (a, b) => dpkgOrder(a, 0, a.length, b, 0, b.length),
})
