import { textOrder } from '../version-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

const PATTERN = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}):(\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})$/

/** RFC 3339 time stamps by instant; any other text stands before all of them. */
export default defineVersionScheme({
  id: 'datetime',
  ecosystems: [],
  authority: 'VERS type "datetime"; RFC 3339',
  valid: (version) => instant(version) !== null,
  compare(a, b) {
    const one = instant(a)
    const two = instant(b)
    if (one === null || two === null) return one === null ? (two === null ? textOrder(a, b) : -1) : 1
    return one[0] - two[0] || textOrder(one[1], two[1])
  },
})

/** Seconds since the epoch and the fraction's digits without trailing zeros. A leap second is the second after it. */
function instant(version: string): readonly [seconds: number, fraction: string] | null {
  const match = PATTERN.exec(version)
  if (match === null) return null
  const [, minute = '', second = '', fraction = '', zone = ''] = match
  const start = Date.parse(`${minute}:00${zone}`)
  const offset = Number(second)
  if (Number.isNaN(start) || offset > 60) return null
  return [start / 1000 + offset, fraction.replace(/0+$/, '')]
}
