import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textPlace, textPlaces, textPlacesInOrder } from './text-place.ts'

test('places are the same however they are asked for, in order and out of it', () => {
  const text = fc.array(fc.constantFrom('a', '\n', 'é', '\r\n'), { maxLength: 40 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, fc.array(fc.nat(60), { maxLength: 8 }), fc.boolean(), (written, anywhere, ascending) => {
      const inside = anywhere.map((offset) => Math.min(offset, written.length))
      const offsets = ascending ? inside.sort((a, b) => a - b) : inside
      const [indexed, going] = [textPlaces(written), textPlacesInOrder(written)]
      for (const offset of offsets) {
        const expected = textPlace(written, offset)
        expect(indexed(offset)).toEqual(expected)
        expect(going(offset)).toEqual(expected)
      }
    }),
    { seed: 1, numRuns: 2000 },
  )
})
