import type { CelResult, CelValue } from './cel-value.ts'
import { CelDuration, CelTimestamp } from './cel-value.ts'
import { noOverload } from './no-overload.ts'
import { asNumber, numberOrder } from './numbers.ts'

/** Order of two values of one ordered type, numbers of all kinds on one line: below, at or above zero; NaN where there is none; null: no order. */
export function celOrder(a: CelValue, b: CelValue): number | null {
  if (typeof a === 'string') return typeof b === 'string' ? textOrder(a, b) : null
  if (typeof a === 'boolean') return typeof b === 'boolean' ? Number(a) - Number(b) : null
  const number = asNumber(a)
  if (number !== null) {
    const other = asNumber(b)
    return other === null ? null : numberOrder(number, other)
  }
  if (a instanceof CelTimestamp) return b instanceof CelTimestamp ? a.seconds - b.seconds || a.nanos - b.nanos : null
  if (a instanceof CelDuration) return b instanceof CelDuration ? Number(a.nanos - b.nanos) : null
  if (a instanceof Uint8Array) return b instanceof Uint8Array ? bytesOrder(a, b) : null
  return null
}

/** One of the four comparing operators. */
export function comparing(name: string, holds: (order: number) => boolean): (a: CelValue, b: CelValue) => CelResult {
  return (a, b) => {
    const order = celOrder(a, b)
    return order === null ? noOverload(name, [a, b]) : holds(order)
  }
}

/** By code points, which UTF-16 does not keep above U+FFFF. */
function textOrder(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  let at = 0
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++
  if (at === length) return a.length - b.length
  const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)]
  const [high, low] = [isSurrogate(left), isSurrogate(right)]
  return high === low ? left - right : high ? 1 : -1
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}

function bytesOrder(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const difference = (a[at] as number) - (b[at] as number)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
