import { memoryTree } from '@cupel/source'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeBdb, makeNdb, makeRpmHeader, makeSqlite } from '../../../../test/make-rpm-database.ts'
import { extractFile } from '../extract-file.ts'
import extractor from './rpm-database.ts'

const ROCKY = 'ID="rocky"\nVERSION_ID="9.3"\n'
const headers = [
  makeRpmHeader({
    name: 'bash',
    version: '5.1.8',
    release: '4.el9',
    arch: 'x86_64',
    license: 'GPLv3+',
    sourceRpm: 'bash-5.1.8-4.el9.src.rpm',
    provides: ['bash', '/bin/sh'],
    requires: ['libtinfo.so.6()(64bit)', 'rpmlib(X)'],
  }),
  makeRpmHeader({
    name: 'ncurses-libs',
    version: '6.2',
    release: '10.el9',
    epoch: 2,
    arch: 'x86_64',
    sourceRpm: 'ncurses-6.2-10.el9.src.rpm',
    provides: ['libtinfo.so.6()(64bit)'],
    requires: ['/bin/sh'],
    filler: 20_000,
  }),
  makeRpmHeader({
    name: 'nodejs',
    version: '18.1',
    release: '1.module',
    arch: 'x86_64',
    modularity: 'nodejs:18:9040:rhel9:x86_64',
    filler: 500,
  }),
  makeRpmHeader({ name: 'gpg-pubkey', version: '350d275d', release: '6279464b' }),
]

function extract(
  bytes: Uint8Array,
  { file = 'rpmdb.sqlite', release = ROCKY, more = {} }: { file?: string; release?: string | null; more?: Record<string, string> } = {},
) {
  const files = { [`var/lib/rpm/${file}`]: bytes, ...(release === null ? {} : { 'etc/os-release': release }), ...more }
  return extractFile(memoryTree(files, 'image'), extractor, `var/lib/rpm/${file}`)
}

describe('rpm-database', () => {
  const kinds: readonly [string, Buffer, string][] = [
    ['SQLite', makeSqlite(headers), 'rpm-sqlite'],
    ['ndb', makeNdb(headers), 'rpm-ndb'],
    ['Berkeley DB', makeBdb(headers), 'rpm-bdb'],
    ['Berkeley DB of a big-endian machine', makeBdb(headers, false), 'rpm-bdb'],
  ]
  test.each(kinds)('%s', (_, bytes, format) => {
    const { components, coverage, graph, problems } = extract(bytes)
    expect(problems).toEqual([])
    expect(coverage).toMatchObject({ format, state: 'read', packages: 3, skipped: [{ what: 'signing key', count: 1 }] })
    expect(components.map(({ purl, ecosystem, subject, licenses }) => ({ purl, ecosystem, subject, licenses }))).toEqual([
      {
        purl: 'pkg:rpm/rocky/bash@5.1.8-4.el9?arch=x86_64&distro=rocky-9.3',
        ecosystem: 'Rocky Linux:9',
        subject: { name: 'bash', version: '5.1.8-4.el9' },
        licenses: ['GPLv3+'],
      },
      {
        purl: 'pkg:rpm/rocky/ncurses-libs@6.2-10.el9?arch=x86_64&distro=rocky-9.3&epoch=2&upstream=ncurses%406.2-10.el9',
        ecosystem: 'Rocky Linux:9',
        subject: { name: 'ncurses', version: '2:6.2-10.el9' },
        licenses: [],
      },
      {
        purl: 'pkg:rpm/rocky/nodejs@18.1-1.module?arch=x86_64&distro=rocky-9.3&rpmmod=nodejs:18',
        ecosystem: 'Rocky Linux:9',
        subject: { name: 'nodejs', version: '18.1-1.module' },
        licenses: [],
      },
    ])
    expect(graph.edges).toEqual([
      [0, 1],
      [1, 0],
    ])
  })

  test.each([
    [
      'ID=rhel\nVERSION_ID="9.2"\nCPE_NAME="cpe:/o:redhat:enterprise_linux:9::baseos"',
      'pkg:rpm/redhat/',
      'Red Hat:enterprise_linux:9::baseos',
      'ncurses-libs',
    ],
    ['ID="almalinux"\nVERSION_ID="8.10"', 'pkg:rpm/almalinux/', 'AlmaLinux:8', 'ncurses-libs'],
    ['ID="opensuse-leap"\nVERSION_ID="15.5"', 'pkg:rpm/opensuse/', 'openSUSE:Leap 15.5', 'ncurses'],
    ['ID="opensuse-tumbleweed"\nVERSION_ID="20240101"', 'pkg:rpm/opensuse/', 'openSUSE:Tumbleweed', 'ncurses'],
    [
      'ID="sles"\nVERSION_ID="15.5"\nPRETTY_NAME="SUSE Linux Enterprise Server 15 SP5"',
      'pkg:rpm/suse/',
      'SUSE:Linux Enterprise Server 15 SP5',
      'ncurses',
    ],
    ['ID="openEuler"\nVERSION_ID="22.03"\nVERSION="22.03 (LTS-SP3)"', 'pkg:rpm/openeuler/', 'openEuler:22.03-LTS-SP3', 'ncurses'],
    ['ID=mageia\nVERSION_ID=9', 'pkg:rpm/mageia/', 'Mageia:9', 'ncurses'],
    ['ID=azurelinux\nVERSION_ID="3.0"', 'pkg:rpm/azurelinux/', 'Azure Linux:3', 'ncurses-libs'],
    ['ID=fedora\nVERSION_ID=40', 'pkg:rpm/fedora/', '', 'ncurses-libs'],
  ])('%j', (release, purl, ecosystem, subject) => {
    const found = extract(makeNdb(headers), { file: 'Packages.db', release }).components[1]
    expect(found?.purl.startsWith(purl)).toBe(true)
    expect(found).toMatchObject({ ecosystem, subject: { name: subject } })
  })

  test('without os-release nothing is guessed', () => {
    const { components, problems } = extract(makeSqlite(headers), { release: null })
    expect(components[0]).toMatchObject({ purl: 'pkg:rpm/bash@5.1.8-4.el9?arch=x86_64', ecosystem: '' })
    expect(problems).toMatchObject([{ code: 'include-missing', effect: 'incomplete' }])
  })

  test.each(['', 'x', 'x'.repeat(5000)])('a write-ahead log of no use changes nothing', (log) => {
    expect(extract(makeSqlite(headers), { more: { 'var/lib/rpm/rpmdb.sqlite-wal': log } })).toMatchObject({
      coverage: { packages: 3 },
      problems: [],
    })
  })

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['noise', Buffer.alloc(5000, 7)],
    ['a header with impossible counts', makeNdb([Buffer.from('ffffffff00000010', 'hex')])],
    [
      'an entry outside the data',
      makeNdb([Buffer.concat([Buffer.from('0000000100000004000003e800000006ffffff0000000001', 'hex'), Buffer.alloc(4)])]),
    ],
    ['a package without name', makeNdb([makeRpmHeader({ name: '', version: '1', release: '1' })])],
    ['SQLite with its end cut off', makeSqlite(headers).subarray(0, 3000)],
    ['Berkeley DB with its end cut off', makeBdb(headers).subarray(0, 4096 * 3)],
  ])('%s is a problem', (_, bytes) => {
    expect(extract(bytes).problems).toContainEqual(expect.objectContaining({ code: 'malformed', effect: 'incomplete' }))
  })

  test('damage never crashes, and what it loses is reported', () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 })
    for (const [, whole] of kinds) {
      fc.assert(
        fc.property(flips, fc.nat(whole.length), (changes, length) => {
          const bytes = Buffer.from(whole)
          // Most of the file is filler: damage what means something.
          for (const [at, value] of changes) bytes[at % (at % 2 === 0 ? 700 : whole.length)] = value
          const { components, problems } = extract(length % 4 === 0 ? bytes.subarray(0, length) : bytes)
          expect(problems.filter(({ code }) => code === 'internal')).toEqual([])
          if (components.length < 3) expect(problems.length).toBeGreaterThan(0)
        }),
        { seed: 1, numRuns: 400 },
      )
    }
  })
})
