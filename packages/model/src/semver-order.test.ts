import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSemverLike } from './semver-order.ts'

const COMMIT = 'a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6a7b8c9d0'

test.each([
  ['1.2.3', true],
  ['0.0', true],
  ['1.2.3.4', true],
  ['1', true],
  ['v1.2', true],
  ['1.0.0-rc.1+b', true],
  ['1.0rc1', true],
  ['1.', true],
  ['.1', false],
  ['1..2', true],
  ['1.2 ', false],
  ['', false],
  ['latest', false],
  [COMMIT, false],
  ['1'.repeat(40), false],
  [`1${'0'.repeat(63)}`, false],
])('%j is written as a version is: %j', (text, wanted) => {
  expect(isSemverLike(text)).toBe(wanted)
})

test('numbers with dots between them are versions as they are with a v before them', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9.]{1,45}$/), (text) => {
      if (text.includes('.')) expect(isSemverLike(text)).toBe(isSemverLike(`v${text}`))
    }),
    { seed: 1, numRuns: 300 },
  )
})
