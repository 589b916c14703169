import { expect, test } from 'vitest'
import { interpolate, isUnresolved } from './interpolate.ts'

const properties = new Map([
  ['a', '1'],
  ['b', '${a}.2'],
  ['name.c', 'b'],
  ['loop', '${pool}'],
  ['pool', '${loop}'],
  ['empty', ''],
])
const look = (name: string): string | undefined => properties.get(name)

test.each([
  ['1.0', '1.0'],
  ['${a}', '1'],
  ['x-${b}-${a}', 'x-1.2-1'],
  ['${gone}.${a}', '${gone}.1'],
  ['${loop}', '${loop}'],
  ['${a', '${a'],
  ['${empty}', ''],
  ['${a}${', '1${'],
])('%s', (text, expected) => expect(interpolate(text, look)).toBe(expected))

test('properties that unfold without end are bounded', () => {
  const growing = (leaf: string) => (name: string) => (name === '40' ? leaf : `\${${Number(name) + 1}}\${${Number(name) + 1}}`)
  expect(interpolate('${0}', growing('x')).length).toBeLessThanOrEqual(16_384)
  expect(isUnresolved(interpolate('${0}', growing('')))).toBe(true)
})
