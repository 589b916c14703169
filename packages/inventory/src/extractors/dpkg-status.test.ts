import { memoryTree } from '@cupel/source'
import { describe, expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import extractor from './dpkg-status.ts'

const PATH = 'var/lib/dpkg/status'
const LIBC =
  'Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nSource: glibc\nVersion: 2.36-9+deb12u4\nDescription: GNU C Library\n Shared libraries\n .\n more: text\n\n'
const PERL =
  'Package: perl-base\nEssential: yes\nStatus: install ok installed\nArchitecture: amd64\nSource: perl (5.36.0-7)\nVersion: 5.36.0-7+b1\nPre-Depends: libc6 (>= 2.35), libcrypt1:any | libxcrypt (>= 1) \nProvides: perlapi-5.36.0,\n libfile-path-perl (= 2.18)\n\n'
const TOOL = 'Package: tool\nStatus: hold ok half-configured\nArchitecture: all\nVersion: 1:1.0\nDepends: libfile-path-perl\n\n'
const GONE = 'Package: gone\nStatus: deinstall ok config-files\nArchitecture: amd64\nVersion: 1\n\n'
const RELEASE = 'ID=debian\nVERSION_ID="12"\n'

function extract(files: Record<string, string>, path = PATH) {
  return extractFile(memoryTree(files, 'image'), extractor, path)
}

describe('dpkg-status', () => {
  test('packages, sources, edges, states', () => {
    const states = 'Package: libc6\nArchitecture: amd64\nAuto-Installed: 1\n\nPackage: tool\nArchitecture: amd64\nAuto-Installed: 0\n'
    const { components, graph, coverage, problems } = extract({
      [PATH]: LIBC + PERL + TOOL + GONE,
      'etc/os-release': RELEASE,
      'var/lib/apt/extended_states': states,
    })
    expect(problems).toEqual([])
    expect(coverage).toMatchObject({ state: 'read', packages: 3, skipped: [{ what: 'package in state config-files', count: 1 }] })
    expect(components).toMatchObject([
      {
        purl: 'pkg:deb/debian/libc6@2.36-9%2Bdeb12u4?arch=amd64&distro=debian-12&upstream=glibc',
        ecosystem: 'Debian:12',
        direct: false,
        subject: { name: 'glibc', version: '2.36-9+deb12u4' },
      },
      { name: 'perl-base', version: '5.36.0-7+b1', direct: true, subject: { name: 'perl', version: '5.36.0-7' }, evidence: [{ line: 11 }] },
      { name: 'tool', version: '1:1.0', direct: true, subject: { name: 'tool', version: '1:1.0' } },
    ])
    expect(graph.edges).toEqual([
      [1, 0],
      [2, 1],
    ])
  })

  test.each([
    ['ID=ubuntu\nVERSION_ID="22.04"', 'Ubuntu:22.04:LTS'],
    ['ID=ubuntu\nVERSION_ID="23.10"', 'Ubuntu:23.10'],
    ['ID=debian\nVERSION_CODENAME=trixie', 'Debian:13'],
    ['ID=kali\nVERSION_ID="2024.1"', ''],
  ])('%j', (release, ecosystem) => {
    expect(extract({ [PATH]: LIBC, 'etc/os-release': release }).components[0]?.ecosystem).toBe(ecosystem)
  })

  test('an image without dpkg: one file a package', () => {
    const path = 'var/lib/dpkg/status.d/base'
    const files = { [path]: 'Package: base-files\nVersion: 12.4\nArchitecture: amd64', 'etc/os-release': RELEASE }
    expect(extract(files, path)).toMatchObject({ components: [{ name: 'base-files', direct: null }], problems: [] })
    expect(extractor.claims?.(path)).toBe(true)
    expect(extractor.claims?.(path + '.md5sums')).toBe(false)
  })

  test.each([
    ['no os-release', LIBC, 'include-missing'],
    ['a line that is no field', 'Package: a\nnonsense\n\n', 'malformed'],
    ['no name', 'Version: 1\n\n', 'entries-lost'],
    ['no version', 'Package: a\nStatus: install ok installed\n\n', 'malformed'],
    ['cut off', LIBC + PERL.slice(0, 60), 'malformed'],
    ['a continuation of nothing', ' lost\n\n', 'malformed'],
  ])('%s is a problem', (_, text, code) => {
    expect(extract({ [PATH]: text }).problems).toContainEqual(expect.objectContaining({ code, effect: 'incomplete' }))
  })

  test('Windows line ends', () => {
    const { components, problems } = extract({ [PATH]: (LIBC + PERL).replaceAll('\n', '\r\n'), 'etc/os-release': RELEASE })
    expect([components.map(({ version }) => version), problems]).toEqual([['2.36-9+deb12u4', '5.36.0-7+b1'], []])
  })
})
