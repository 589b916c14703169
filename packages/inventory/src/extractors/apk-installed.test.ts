import { memoryTree } from '@cupel/source'
import type { OpenFile, Tree } from '@cupel/source'
import { bufferAccess } from '@cupel/source'
import { describe, expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import extractor from './apk-installed.ts'

const PATH = 'lib/apk/db/installed'
const MUSL = 'C:Q1abc=\nP:musl\nV:1.2.5-r0\nA:x86_64\nL:MIT\no:musl\np:so:libc.musl-x86_64.so.1=1\nF:lib\nR:ld-musl-x86_64.so.1\nZ:Q1x=\n\n'
const SSL = 'P:libssl3\nV:3.3.0-r2\nA:x86_64\nL:Apache-2.0\no:openssl\nD:so:libc.musl-x86_64.so.1 musl>=1.2 !old cmd:none\nF:usr/lib\n\n'
const RELEASE = 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.20.1\n'

function extract(files: Record<string, string | Uint8Array>, path = PATH) {
  return extractFile(memoryTree(files, 'image'), extractor, path)
}

describe('apk-installed', () => {
  test('packages, sources, edges, lines', () => {
    const { components, graph, coverage, problems } = extract({
      [PATH]: MUSL + SSL,
      'etc/os-release': RELEASE,
      'etc/apk/world': 'libssl3>3 other@edge\n',
    })
    expect(problems).toEqual([])
    expect(coverage).toMatchObject({ state: 'read', packages: 2 })
    expect(components).toMatchObject([
      {
        purl: 'pkg:apk/alpine/musl@1.2.5-r0?arch=x86_64&distro=alpine-3.20.1',
        ecosystem: 'Alpine:v3.20',
        direct: false,
        licenses: ['MIT'],
        evidence: [{ line: 2 }],
      },
      {
        purl: 'pkg:apk/alpine/libssl3@3.3.0-r2?arch=x86_64&distro=alpine-3.20.1&upstream=openssl',
        direct: true,
        subject: { name: 'openssl', version: '3.3.0-r2' },
        evidence: [{ path: PATH, line: 12, kind: 'installed' }],
      },
    ])
    expect(graph.edges).toEqual([[1, 0]])
  })

  test.each([
    ['ID=alpine\nVERSION_ID=3.21_alpha20240807', 'alpine', 'Alpine:edge'],
    ['ID=wolfi\nVERSION_ID="20230201"', 'wolfi', 'Wolfi'],
    ['ID=chainguard\nVERSION_ID="20230214"', 'chainguard', 'Chainguard'],
    ['ID=alpaquita\nVERSION_ID=23', 'alpaquita', 'Alpaquita:23'],
    ['ID=\'postmarketos\'\nVERSION_ID="v24.06"', 'postmarketos', ''],
  ])('%j', (release, namespace, ecosystem) => {
    const found = extract({ [PATH]: MUSL, 'etc/os-release': release }).components[0]
    expect(found?.purl.startsWith(`pkg:apk/${namespace}/musl@`)).toBe(true)
    expect(found?.ecosystem).toBe(ecosystem)
  })

  test('a system in a folder, its release in usr/lib; the newer place of the database', () => {
    const path = 'root/usr/lib/apk/db/installed'
    expect(extract({ [path]: MUSL, 'root/usr/lib/os-release': RELEASE }, path).components[0]?.ecosystem).toBe('Alpine:v3.20')
    expect(extract({ [PATH]: MUSL, 'etc/alpine-release': '3.9.6\n' }).components[0]?.ecosystem).toBe('Alpine:v3.9')
  })

  test.each([
    ['no os-release', MUSL, 'include-missing'],
    ['a line that is no field', 'P:a\nV:1\nbroken\n\n', 'malformed'],
    ['no version', 'P:a\n\n', 'malformed'],
    ['no name', 'V:1\n\n', 'entries-lost'],
    ['a NUL', MUSL.replace('musl', 'mu\0sl'), 'malformed'],
    ['cut off', MUSL + SSL.slice(0, 40), 'malformed'],
    ['a merge conflict', `<<<<<<< a\n${MUSL}`, 'malformed'],
  ])('%s is a problem', (_, text, code) => {
    expect(extract({ [PATH]: text }).problems).toContainEqual(expect.objectContaining({ code, effect: 'incomplete' }))
  })

  test('an empty database is noted', () => {
    expect(extract({ [PATH]: '' })).toMatchObject({ problems: [{ effect: 'note' }], coverage: { state: 'read', packages: 0 } })
  })

  test('the layer of a package is the lowest from which on it stands unchanged', () => {
    const texts = [MUSL.replace('1.2.5', '1.2.4'), MUSL, MUSL + SSL]
    const versions = texts.map((text, at): OpenFile => ({
      ...bufferAccess(new TextEncoder().encode(text)),
      layer: `sha256:${at}`,
      close: () => {},
    }))
    const plain = memoryTree({ [PATH]: MUSL + SSL, 'etc/os-release': RELEASE }, 'image')
    const tree: Tree = { ...plain, versions: (path) => (path === PATH ? versions : []) }
    const { components } = extractFile(tree, extractor, PATH)
    expect(components.map(({ evidence }) => evidence[0]?.layer)).toEqual(['sha256:1', 'sha256:2'])
  })
})
