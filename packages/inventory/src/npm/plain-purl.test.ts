import { expect, test } from 'vitest'
import { buildPurl } from '@cupel/model'
import { plainPurl } from './plain-purl.ts'

test.each([
  ['lodash', '4.17.21'],
  ['@types/node', '20.1.0'],
  ['a.b-c_d', '1.0.0-rc.1'],
])('%s %s is what the rules of purls make of it', (name, version) => {
  const slash = name.indexOf('/')
  const parts = { namespace: slash < 0 ? '' : name.slice(0, slash), name: name.slice(slash + 1) }
  expect(plainPurl(name, version)).toBe(buildPurl({ type: 'npm', ...parts, version, qualifiers: {}, subpath: '' }))
})

test.each([
  ['Case', '1.0.0'],
  ['..', '1.0.0'],
  ['_a', '1.0.0'],
  ['@/a', '1.0.0'],
  ['@a/..', '1.0.0'],
  ['a/b', '1.0.0'],
  ['a', ''],
  ['a', '1.0.0+build'],
  ['a', '1.0.0\n'],
  ['é', '1.0.0'],
  ['a'.repeat(215), '1.0.0'],
])('%j %j is left to the rules', (name, version) => {
  expect(plainPurl(name, version)).toBeNull()
})
