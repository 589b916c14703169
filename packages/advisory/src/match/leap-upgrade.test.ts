import type { OsvAffected, OsvEvent } from '@cupel/model'
import { evaluateAffected, loadVersionScheme } from '@cupel/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AdvisoryEntry } from '../advisory-index.ts'
import { PackageAdvisories } from './package-advisories.ts'

const semver = await loadVersionScheme('npm')

const version = fc.oneof(
  fc.tuple(fc.nat(3), fc.nat(3)).map(([major, minor]) => `${major}.${minor}.0`),
  fc.constantFrom('1.0', 'v2.0.0', '1.0.0-rc.1', '2.0.0+build', 'not-a-version'),
)
const events: fc.Arbitrary<readonly OsvEvent[]> = fc.oneof(
  version.map((introduced) => [{ introduced }]),
  fc.tuple(fc.oneof(fc.constant('0'), version), version).map(([introduced, fixed]) => [{ introduced }, { fixed }]),
  fc.tuple(version, version).map(([introduced, last]) => [{ introduced }, { last_affected: last }]),
  fc.tuple(version, version, version).map(([a, b, c]) => [{ introduced: '0' }, { fixed: a }, { introduced: b }, { fixed: c }]),
)
const affected: fc.Arbitrary<OsvAffected> = fc.record({
  ranges: fc.array(
    events.map((list) => ({ type: 'SEMVER', events: list })),
    { maxLength: 2 },
  ),
  versions: fc.oneof({ arbitrary: fc.constant([]), weight: 4 }, { arbitrary: fc.array(version, { maxLength: 2 }), weight: 1 }),
})

/** What an upgrade is, by asking every known version. */
function bruteForce(entries: readonly AdvisoryEntry[], from: string): string | null {
  const parts = entries.flatMap((entry) => entry.affected)
  const fixed = parts.flatMap((part) => (part.ranges ?? []).flatMap((range) => range.events.flatMap((event) => event.fixed ?? [])))
  const known = [...new Set([...fixed, ...parts.flatMap((part) => part.versions ?? [])])].filter((one) => semver.valid(one))
  const above = known.filter((one) => semver.compare(one, from) > 0).sort((a, b) => semver.compare(a, b) || (a < b ? -1 : 1))
  return above.find((one) => parts.every((part) => evaluateAffected(semver, part, one).state === 'unaffected')) ?? null
}

test('the upgrade found by leaps is the one found by asking every known version', () => {
  fc.assert(
    fc.property(fc.array(fc.array(affected, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 5 }), version, (lists, from) => {
      const entries = lists.map((parts, ordinal) => ({ ref: { ecosystem: 'npm', segment: 0, ordinal }, affected: parts }))
      expect(new PackageAdvisories(entries, semver).upgradeFrom(from)).toBe(bruteForce(entries, from))
    }),
    { seed: 1, numRuns: 5000 },
  )
})
