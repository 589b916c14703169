import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hash32 } from './hash32.ts'

/** The definition, unit by unit. */
function defined(text: string, seed: number): number {
  let hash = seed
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

test('every text has the hash that its code units define, also a long one and one that is no Unicode', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ minLength: 250, maxLength: 262 }),
    fc.constant('\ud800x'),
  )
  fc.assert(
    fc.property(texts, fc.nat(), (text, seed) => {
      expect(hash32(text, seed)).toBe(defined(text, seed))
      expect(hash32(text)).toBe(defined(text, 0x811c9dc5))
      expect(hash32(`${text}${'a'.repeat(3)}`)).toBe(defined(`${text}aaa`, 0x811c9dc5))
    }),
    { seed: 1, numRuns: 200 },
  )
})
