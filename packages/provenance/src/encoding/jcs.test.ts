import { describe, expect, it } from 'vitest'
import { Refused } from '../verdict/refused.ts'
import { jcs } from './jcs.ts'

describe('jcs', () => {
  it('sorts by UTF-16 code units as RFC 8785 section 3.2.3 shows', () => {
    const names = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1F600}': 5, '\u0080': 6, '\u00f6': 7 }
    expect(jcs(names)).toBe('{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\u{1F600}":5,"\ufb33":3}')
  })

  it('writes numbers and texts as ECMAScript does (RFC 8785 section 3.2.2)', () => {
    expect(jcs([Number('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27, -0, '\u20ac$\u000f\nA\'B"\\/'])).toBe(
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0,"\u20ac$\\u000f\\nA\'B\\"\\\\/"]',
    )
  })

  it.each([['\ud800'], [Number.POSITIVE_INFINITY], [{ '\udc00': 1 }]])('refuses what JSON cannot hold', (value) => {
    expect(() => jcs(value)).toThrow(Refused)
  })
})
