import { expect, test } from 'vitest'
import { plainOrder } from './version-order.ts'

test.each([
  ['1.2.3', '1.2.3', 0],
  ['1', '1.0.0', 0],
  ['1.10', '1.9.131071', 1],
  ['0.0.1', '0.0.2', -1],
  ['131071.131071.131071', '131071.131071.131070', 1],
  ['01.2', '1.02.0', 0],
])('%s against %s', (a, b, order) => {
  expect(Math.sign(plainOrder(a, b))).toBe(order)
  expect(Math.sign(plainOrder(b, a))).toBe(-order + 0)
})

test.each(['', '.', '1.', '.1', '1..2', '1.2.3.4', '131072', '1.2-a', 'v1', '1 ', '١'])('%j is left to the scheme', (text) => {
  expect(plainOrder(text, '1.2.3')).toBeNaN()
  expect(plainOrder('1.2.3', text)).toBeNaN()
})

test('more versions than are kept are ordered all the same', () => {
  for (let at = 1; at < 10_000; at++) expect(plainOrder(`1.${at}`, `1.${at - 1}`)).toBeGreaterThan(0)
})
