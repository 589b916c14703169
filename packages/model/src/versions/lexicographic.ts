import { defineVersionScheme } from '../version-scheme.ts'

/** Order of the UTF-8 bytes, without any normalisation. */
export default defineVersionScheme({
  id: 'lexicographic',
  ecosystems: [],
  authority: 'VERS type "lexicographic"',
  valid: (version) => version !== '',
  compare: codePointOrder,
})

/** UTF-8 bytes order as code points do; UTF-16 units do not, above the Basic Multilingual Plane. */
function codePointOrder(a: string, b: string): number {
  const shared = Math.min(a.length, b.length)
  for (let index = 0; index < shared; index++) {
    const one = a.charCodeAt(index)
    const two = b.charCodeAt(index)
    if (one === two) continue
    const oneSurrogate = one >= 0xd800 && one <= 0xdfff
    const twoSurrogate = two >= 0xd800 && two <= 0xdfff
    if (oneSurrogate !== twoSurrogate) return oneSurrogate ? 1 : -1
    return one - two
  }
  return a.length - b.length
}
