import { semverOrder } from '../semver-order.ts'
import { numberOrder, textOrder } from '../version-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

const LEGACY = /^([01])\.(\d+)\.(\d+)([a-z]*)((?:-(?:alpha|beta|pre)\d*)?)$/

/** OpenSSL: before 3.0 letters are patch levels (`1.0.2zh`), from 3.0 on Semantic Versioning. */
export default defineVersionScheme({
  id: 'openssl',
  ecosystems: [],
  authority: 'OpenSSL release policy; OPENSSL_VERSION_NUMBER(3)',
  valid: (version) => LEGACY.test(version) || /^[3-9]\.\d+\.\d+(?:[-+][\w.+-]+)?$|^\d{2,}\.\d+\.\d+(?:[-+][\w.+-]+)?$/.test(version),
  compare(a, b) {
    if (a === b) return 0
    const one = LEGACY.exec(a)
    const two = LEGACY.exec(b)
    if (one === null || two === null) return one === null ? (two === null ? semverOrder(a, b) : rank(a)) : -rank(b)
    for (let index = 1; index <= 3; index++) {
      const order = numberOrder(one[index] ?? '', two[index] ?? '')
      if (order !== 0) return order
    }
    return textOrder(one[4] ?? '', two[4] ?? '') || prereleaseOrder(one[5] ?? '', two[5] ?? '')
  },
})

/** Where a text that is no old version stands against all old versions. */
function rank(version: string): number {
  return semverOrder(version, '2') > 0 ? 1 : -1
}

function prereleaseOrder(a: string, b: string): number {
  if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1
  return semverOrder(`0${a.replace(/(\d+)$/, '.$1')}`, `0${b.replace(/(\d+)$/, '.$1')}`)
}
