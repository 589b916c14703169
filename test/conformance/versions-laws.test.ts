import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { VersionScheme } from '@cupel/model'
import { loadVersionSchemeById, VERSION_SCHEMES, versionSchemeId, isKnownEcosystem } from '@cupel/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sharedPath } from '../shared.ts'

/** Parts that versions of all ecosystems are made of, so that random texts meet in interesting places. */
const PIECES = [
  '0 00 1 01 2 9 10 010 20240101 99999999999999999999 4294967296',
  '. . . - - _ + ~ ^ : ! .. * # % @',
  'a b c m p r v V x alpha beta rc RC pre dev post final ga sp snapshot SNAPSHOT',
  '_alpha _rc1 _p2 -r0 -r1 +build +1 .dev0 .post1 -1 .a ubuntu1 +deb12u1 el9 é 😀',
]
  .flatMap((line) => line.split(' '))
  .concat(' ', '\0')

const version = fc.array(fc.constantFrom(...PIECES), { maxLength: 7 }).map((parts) => parts.join(''))
const shaped = fc
  .tuple(
    fc.array(fc.constantFrom('0', '1', '2', '10', '01', '00'), { minLength: 1, maxLength: 4 }),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 3 }),
  )
  .map(([numbers, rest]) => numbers.join('.') + rest.join(''))
const any = fc.oneof(version, shaped, fc.string({ maxLength: 8 }))

/**
 * pacman's own order is none where a version has no release (it equals all its releases) or begins or ends with a
 * separator, so there the laws hold for whole versions only.
 */
const NARROWED: Readonly<Record<string, (version: string) => string>> = {
  // Maven's own circle `1.0.rc < 1 < 1-1 < 1.0.rc` needs a zero that something follows (docs/versions.md).
  maven: (text) => `1${text.replace(/(?<!\d)0+(?!\d)/g, '1').replace(/^[.-]|(?<=[.-])[.-]/g, '')}`,
  alpm: (text) => `1${text.replace(/[^a-z0-9]+/gi, '.')}0-1`,
}

describe.each(VERSION_SCHEMES.map(({ id }) => id))('order of %s', (id) => {
  test('is reflexive, antisymmetric, transitive and never throws', async () => {
    const scheme = await loadVersionSchemeById(id)
    const narrow = NARROWED[id] ?? ((text: string) => text)
    fc.assert(
      fc.property(any.map(narrow), any.map(narrow), any.map(narrow), (a, b, c) => {
        expect(order(scheme, a, a)).toBe(0)
        expect(order(scheme, b, a) + order(scheme, a, b)).toBe(0)
        const [low, middle, high] = [a, b, c].sort((one, two) => scheme.compare(one, two)) as [string, string, string]
        expect(order(scheme, low, middle)).toBeLessThanOrEqual(0)
        expect(order(scheme, middle, high)).toBeLessThanOrEqual(0)
        expect(order(scheme, low, high)).toBeLessThanOrEqual(0)
        if (order(scheme, low, high) === 0) {
          expect(order(scheme, low, middle)).toBe(0)
          expect(order(scheme, middle, high)).toBe(0)
        }
      }),
      { seed: 1, numRuns: 1500 },
    )
  })

  test('equal versions are the same, and validity never throws', async () => {
    const scheme = await loadVersionSchemeById(id)
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect(typeof scheme.valid(a)).toBe('boolean')
        if (scheme.same) {
          expect(scheme.same(a, a)).toBe(true)
          expect(scheme.same(a, b)).toBe(scheme.same(b, a))
          if (scheme.compare(a, b) === 0) expect(scheme.same(a, b)).toBe(true)
        }
      }),
      { seed: 1, numRuns: 500 },
    )
  })

  test('takes time in proportion to the length', async () => {
    const scheme = await loadVersionSchemeById(id)
    for (const piece of ['1', '1.', '.1', 'a1', '-1', 'a', '~', '1.a-', '_p1', '0', '-', '.', ' ', '1!', '+a']) {
      const long = piece.repeat(10_000)
      scheme.compare(long, `${long}x`)
      scheme.compare(`1${long}`, `1${long}x`)
      scheme.valid(`${long}!`)
    }
  })
})

describe('ecosystems', () => {
  const root = sharedPath('schemas/osv/osv.schema.json')
  test.skipIf(root === null)('each one of the OSV schema has a scheme', () => {
    const schema = JSON.parse(readFileSync(join(root ?? ''), 'utf8')) as { $defs: { ecosystemName: { enum: string[] } } }
    const names = schema.$defs.ecosystemName.enum
    console.log('ecosystems of the schema', names.length)
    expect(names.filter((name) => !isKnownEcosystem(name))).toEqual([])
  })

  test('suffixes, case, purl types and wrappers', () => {
    expect(
      [
        'Debian:12',
        'debian',
        'Ubuntu:Pro:20.04:LTS',
        'Root:Alpine:3.18',
        'TuxCare:Debian:10',
        'Root:PyPI',
        'Echo:npm',
        'Echo:12',
        'Docker Hardened Images:Alpine:3.23',
        'golang',
        'nothing',
        '',
      ].map(versionSchemeId),
    ).toEqual(['dpkg', 'dpkg', 'dpkg', 'apk', 'dpkg', 'pep440', 'pub', 'dpkg', 'apk', 'semver', 'plain', 'plain'])
  })
})

function order(scheme: VersionScheme, a: string, b: string): number {
  const result = scheme.compare(a, b)
  expect(Number.isNaN(result)).toBe(false)
  return Math.sign(result) + 0
}
