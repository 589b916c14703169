import { loadVersionScheme } from '@cupel/model'
import fc from 'fast-check'
import semver from 'semver'
import { expect, test } from 'vitest'

const identifier = fc.oneof(fc.nat(120).map(String), fc.constantFrom('alpha', 'beta', 'rc', 'x', '0a', 'a-b', '-'))
const version = fc
  .tuple(fc.nat(30), fc.nat(30), fc.nat(30), fc.array(identifier, { maxLength: 4 }), fc.array(identifier, { maxLength: 2 }))
  .map(
    ([major, minor, patch, pre, build]) =>
      `${major}.${minor}.${patch}${pre.length > 0 ? `-${pre.join('.')}` : ''}${build.length > 0 ? `+${build.join('.')}` : ''}`,
  )

test('npm versions are ordered as node-semver orders them', async () => {
  const scheme = await loadVersionScheme('npm')
  fc.assert(
    fc.property(version, version, (a, b) => {
      expect(Math.sign(scheme.compare(a, b))).toBe(semver.compare(a, b))
    }),
    { seed: 1, numRuns: 20_000 },
  )
})
