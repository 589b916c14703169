import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { VersionScheme } from '@cupel/model'
import { canonicalVers, loadVersionScheme, parseVers, printVers, versContains, versFromNative, VersInvalid, versType } from '@cupel/model'
import { describe, expect, test } from 'vitest'
import { sharedPath } from '../shared.ts'

interface VersCase {
  readonly test_type: 'comparison' | 'equality' | 'from_native' | 'containment' | 'parse' | 'validate'
  readonly input: string | Readonly<Record<string, unknown>>
  readonly expected_output?: unknown
  readonly expected_failure?: boolean
  readonly expected_message?: string
}

/**
 * Shared cases that are wrong. `~0.8.0-pre` is `>=0.8.0-pre <0.9.0-0` for npm (node-semver "Tilde Ranges"); the expected
 * range ends at 0.8.1 and so leaves out 0.8.1 to 0.8.x.
 */
const WRONG_UPSTREAM = new Set(['npm_range_from_native_test.json >= 0.2.0 <= 0.9.6 || ~0.8.0-pre'])

const root = sharedPath('vers')

describe.skipIf(root === null)('vers-spec', () => {
  test('every case of every file', async () => {
    const counts: Record<string, number> = {}
    const wrong: string[] = []
    let excepted = 0
    for (const file of readdirSync(root ?? '').sort()) {
      const { tests } = JSON.parse(readFileSync(join(root ?? '', file), 'utf8')) as { tests: VersCase[] }
      for (const one of tests) {
        counts[`${file} ${one.test_type}`] = (counts[`${file} ${one.test_type}`] ?? 0) + 1
        const outcome = await run(one)
        const listed = typeof one.input === 'object' && WRONG_UPSTREAM.has(`${file} ${String(one.input['native_range'])}`)
        if (listed) excepted++
        expect(listed && outcome === '', 'an exception that is none any more').toBe(false)
        if (outcome !== '' && !listed) wrong.push(`${file} ${JSON.stringify(one.input)}: ${outcome}`)
      }
    }
    console.log('vers cases', counts, 'wrong upstream', excepted)
    expect(wrong).toEqual([])
    expect(Object.values(counts).reduce((a, b) => a + b, 0)).toBe(1590)
    expect(excepted).toBe(WRONG_UPSTREAM.size)
  })
})

async function run(one: VersCase): Promise<string> {
  try {
    const actual = await attempt(one)
    if (one.expected_failure) return `accepted as ${JSON.stringify(actual)}`
    return JSON.stringify(actual) === JSON.stringify(one.expected_output) ? '' : `gives ${JSON.stringify(actual)}`
  } catch (error) {
    if (!(error instanceof VersInvalid)) throw error
    return one.expected_failure && error.message === one.expected_message ? '' : `refused: ${error.message}`
  }
}

async function attempt({ test_type: kind, input }: VersCase): Promise<unknown> {
  if (typeof input === 'string') {
    const scheme = await loadVersionScheme(versType(input))
    if (kind === 'validate') return canonicalVers(input, scheme)
    const { type, constraints } = parseVers(input, scheme)
    return { scheme: type, version_constraints: constraints.map(({ comparator, version }) => [comparator, version]) }
  }
  if (kind === 'containment') {
    const text = String(input['vers'])
    const scheme = await loadVersionScheme(versType(text))
    return versContains(parseVers(text, scheme), scheme, String(input['version']))
  }
  const name = String(input['scheme'] ?? input['input_scheme'])
  const scheme = await loadVersionScheme(name)
  if (kind === 'from_native') return printVers(versFromNative(name, String(input['native_range']), scheme))
  const versions = input['versions'] as string[]
  if (kind === 'comparison') return sortedBothWays(versions, scheme)
  return versions.every((one) => versions.every((other) => scheme.compare(one, other) === 0))
}

function sortedBothWays(versions: readonly string[], scheme: VersionScheme): readonly string[] | string {
  const forward = versions.toSorted((a, b) => scheme.compare(a, b))
  const backward = versions.toReversed().toSorted((a, b) => scheme.compare(a, b))
  return forward.every((one, index) => scheme.compare(one, backward[index] ?? '') === 0) ? forward : 'the order is not antisymmetric'
}
