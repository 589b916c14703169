import { digitOrder, digitsEnd, isDigit, isLetter, plainOrder } from '../version-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

/** Gem::Version: runs of digits and of letters, letters before numbers, missing ones zero; `-` begins a pre-release. */
export default defineVersionScheme({
  id: 'rubygems',
  ecosystems: ['RubyGems'],
  authority: 'Gem::Version#<=>',
  valid: (version) => /^\s*\d+(?:\.[0-9a-z]+)*(?:-[0-9a-z-]+(?:\.[0-9a-z-]+)*)?\s*$/i.test(version),
  compare(a, b) {
    const plain = plainOrder(a, b)
    return plain === plain ? plain : segmentsOrder(segments(a), segments(b))
  },
})

function segments(version: string): readonly string[] {
  const text = version.trim().replaceAll('-', '.pre.')
  const found: string[] = []
  let words = false
  for (let index = 0; index < text.length;) {
    const code = text.charCodeAt(index)
    if (isDigit(code)) {
      const end = digitsEnd(text, index)
      found.push(text.slice(index, end))
      index = end
    } else if (isLetter(code)) {
      let end = index
      while (end < text.length && isLetter(text.charCodeAt(end))) end++
      if (!words) dropZeros(found)
      words = true
      found.push(text.slice(index, end))
      index = end
    } else index++
  }
  dropZeros(found)
  return found
}

function dropZeros(found: string[]): void {
  while (found.length > 0 && /^0+$/.test(found.at(-1) ?? '')) found.pop()
}

function segmentsOrder(a: readonly string[], b: readonly string[]): number {
  for (let index = 0; index < a.length || index < b.length; index++) {
    const one = a[index] ?? '0'
    const two = b[index] ?? '0'
    const oneNumeric = isDigit(one.charCodeAt(0))
    if (oneNumeric !== isDigit(two.charCodeAt(0))) return oneNumeric ? 1 : -1
    if (oneNumeric) {
      const order = digitOrder(one, 0, one.length, two, 0, two.length)
      if (order !== 0) return order
    } else if (one !== two) return one < two ? -1 : 1
  }
  return 0
}
