import { rpmOrder } from '../rpm-order.ts'
import { digitsEnd } from '../version-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

/** Epoch (absent: 0), version and release by rpmvercmp; a version without release stands before all its releases. */
export default defineVersionScheme({
  id: 'rpm',
  ecosystems: ['AlmaLinux', 'Azure Linux', 'Mageia', 'Photon OS', 'Red Hat', 'Rocky Linux', 'SUSE', 'openEuler', 'openSUSE'],
  authority: 'rpm-version(7), rpmvercmp',
  // A word alone (`unknown`, `latest`) is no version that was built.
  valid: (version) => /^(?:\d+:)?[\w.+~^-]+$/.test(version) && /\d/.test(version),
  compare(a, b) {
    const aColon = epochEnd(a)
    const bColon = epochEnd(b)
    if (aColon > 0 || bColon > 0) {
      const order = rpmOrder(aColon > 0 ? a.slice(0, aColon) : '0', bColon > 0 ? b.slice(0, bColon) : '0')
      if (order !== 0) return order
    }
    const aText = aColon >= 0 ? a.slice(aColon + 1) : a
    const bText = bColon >= 0 ? b.slice(bColon + 1) : b
    const aHyphen = aText.indexOf('-')
    const bHyphen = bText.indexOf('-')
    const order = rpmOrder(aHyphen < 0 ? aText : aText.slice(0, aHyphen), bHyphen < 0 ? bText : bText.slice(0, bHyphen))
    if (order !== 0) return order
    if (aHyphen < 0 || bHyphen < 0) return Number(aHyphen >= 0) - Number(bHyphen >= 0)
    return rpmOrder(aText.slice(aHyphen + 1), bText.slice(bHyphen + 1))
  },
})

/** Position of the colon after a numeric epoch (which may be empty), or -1. */
function epochEnd(version: string): number {
  const end = digitsEnd(version, 0)
  return version.charCodeAt(end) === 58 ? end : -1
}
