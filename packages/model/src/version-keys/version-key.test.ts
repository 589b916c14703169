import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadVersionSchemeById } from '../version-schemes.ts'
import { VERSION_SCHEMES } from '../versions.gen.ts'
import { MAX_VERSION_KEY_BYTES, orderKey, VERSION_KEY_REVISION, versionKey } from './version-key.ts'
import { compareVersionKeys } from './version-span.ts'

const ids = VERSION_SCHEMES.map(({ id }) => id)

/** Keys are stored: other bytes, or a key for other texts, ask for another VERSION_KEY_REVISION and another step of the server's schema. */
const STORED: Readonly<Record<string, readonly [version: string, key: string]>> = {
  alpm: ['1:2.3-4', '1103120411031302031402'],
  apk: ['1.2.03a_rc1_p2-r3', '11120c3134000b610409110a040912071306'],
  bitnami: ['1.2.3-4', '11121301ff'],
  conan: ['1.2-a+3', '1100120001f0620001ff00130001ff00'],
  cran: ['1.2-3', '11121301'],
  datetime: ['2024-01-01T00:00:00.5Z', 'e80a11040648003600'],
  dpkg: ['1:2.3~a-4', '110212ae02130161021002021402'],
  freebsd: ['1.2_3,4', '1411120213'],
  gentoo: ['1.02b_p1-r2', '110231330001630006110512'],
  githubactions: ['v1.20.0-rc.1+x', '112401f07364001101'],
  hackage: ['1.0', '111001'],
  intdot: ['1.2.0-x', '111201'],
  lexicographic: ['1.é😀', '322feafff83dfffe0000'],
  maven: ['1.2-rc-x', '111207040c0b790008'],
  nuget: ['1.2-RC.3', '111201f07364001301'],
  opam: ['1.2', '0211ae021202'],
  openssl: ['1.0.2zh', '011110127b6900ff'],
  packagist: ['1.2-beta3', '1112041306'],
  pep440: ['1!1.2.post3+u4', '11111201041013ff0276350001'],
  plain: ['1.2-rc3', '1112017364001302'],
  pub: ['1.2.3+4', '11121301ff1401'],
  rpm: ['1:2.3~rc1-4', '111213010473640011021402'],
  rubygems: ['1.0.a.0.2', '1102620005fffe1204'],
  semver: ['v1.20.0-rc.1+x', '112401f07364001101'],
}

test('each version scheme has keys, in bytes that do not change unseen', () => {
  const hex = (id: string): string => Buffer.from(orderKey(id, STORED[id]?.[0] ?? '') ?? []).toString('hex')
  expect(Object.fromEntries(ids.map((id) => [id, [STORED[id]?.[0], hex(id)]]))).toEqual(STORED)
})

/** Scheme → texts that have a key, and texts that have none although they look like versions. */
const JUDGED: Readonly<Record<string, readonly [keyed: string, keyless: string]>> = {
  alpm: ['1.0-1 1:2.3-4', '1.0'],
  apk: ['1.2.3-r0 1.2_rc1', 'a 1.2-x'],
  dpkg: ['1:2.3-4 2.3+dfsg~1', 'abc'],
  githubactions: ['v1.2.3 1.2.3', 'v4 4 v4.1 main 8e5e7e5ab8b370d6c329ec480221332ada57f0ab'],
  maven: ['1.0 1.0-SNAPSHOT r09', '1.+ 1.x 2.* >=1 LATEST RELEASE unspecified latest.release 4.0.0.RC1'],
  nuget: ['1.0.0 1.0.0.1-rc', '1.* [1.0,2.0)'],
  packagist: ['1.0 v1.0.0-RC1 1.0-dev', 'dev-main 2.x-dev 9999999-dev'],
  pep440: ['1.0 1!1.0.post1.dev2+abc', '1.0-bulbasaur >=1.0 1.*'],
  rpm: ['1:2.3-4.el9', 'unknown latest'],
  rubygems: ['1.0 1.0.pre-x', 'a >=1'],
  semver: ['1.2.3 v1.2.3 1.2 1.2.3-rc.1+b', '1.x 1.2.+ 1.2.x * latest ^1.2.3 8e5e7e5 8e5e7e5ab8b370d6c329ec480221332ada57f0ab'],
}

test('which texts have a key does not change unseen', async () => {
  const judged: Record<string, readonly [string, string]> = {}
  for (const [id, [keyed, keyless]] of Object.entries(JUDGED)) {
    const scheme = await loadVersionSchemeById(id)
    const all = `${keyed} ${keyless}`.split(' ')
    const has = all.map((text) => versionKey(scheme, text) !== null)
    judged[id] = [all.filter((_, at) => has[at]).join(' '), all.filter((_, at) => !has[at]).join(' ')]
  }
  expect(judged).toEqual(JUDGED)
  expect(VERSION_KEY_REVISION).toBe(2)
})

test('a version has a key, a text that is none has only a place', async () => {
  const scheme = await loadVersionSchemeById('semver')
  expect(versionKey(scheme, '1.2.3')).toEqual(versionKey(scheme, 'v1.2.3+build'))
  for (const text of ['', 'latest', '^1.0.0', '*']) {
    expect(versionKey(scheme, text)).toBeNull()
    expect(orderKey('semver', text)).not.toBeNull()
  }
  expect(orderKey('nonesuch', '1')).toBeNull()
})

test('texts without a place: pacman without release, the circle of Maven', () => {
  for (const text of ['1.0', '1.0.-1', '1.0-1.', '-1']) expect(orderKey('alpm', text)).toBeNull()
  for (const text of ['1.0.rc', '4.0.0.RC1', '0.alpha', '1-2.0.a1', '1.0.final.rc']) expect(orderKey('maven', text)).toBeNull()
  for (const text of ['1.0-rc', '4.0.1.RC1', '1.0.x', '1.0.sp', '1.0.0.Final']) expect(orderKey('maven', text)).not.toBeNull()
})

const version = fc
  .array(
    fc.constantFrom(
      ...'0 00 1 01 2 10 200 99999999999999999999 . . . - - _ + ~ ^ : ! , a b rc RC pre dev post p _alpha _p2 -r1 .0.rc é \uffff'.split(
        ' ',
      ),
      ' ',
      '\0',
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))

describe.each(ids)('%s', (id) => {
  test('keys are ordered as the scheme orders', async () => {
    const scheme = await loadVersionSchemeById(id)
    const narrowed = id === 'alpm' ? version.map((text) => `${text}1-1`) : version
    fc.assert(
      fc.property(narrowed, narrowed, (a, b) => {
        const one = orderKey(id, a)
        const two = orderKey(id, b)
        if (one === null || two === null) return
        expect(Math.sign(compareVersionKeys(one, two))).toBe(Math.sign(scheme.compare(a, b)))
      }),
      { seed: 1, numRuns: 2000 },
    )
  })

  test('hostile texts have a short key or none, and nothing is thrown', async () => {
    const scheme = await loadVersionSchemeById(id)
    for (const piece of ['1', '1.', '9.', 'a', 'a1', '.', '-', '~', '_p', '+', '0.', '.a.0', '\uffff', '0']) {
      for (const times of [100, 400, 990, 100_000]) {
        for (const text of [piece.repeat(times), `1${piece.repeat(times)}`, `1-${piece.repeat(times)}-1`]) {
          const key = orderKey(id, text)
          expect(key?.length ?? 0).toBeLessThanOrEqual(MAX_VERSION_KEY_BYTES)
          if (times > 1000) expect(key).toBeNull()
          if (versionKey(scheme, text) !== null) expect(scheme.valid(text)).toBe(true)
        }
      }
    }
  })
})
