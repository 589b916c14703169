import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeTar } from '../make-tar.ts'
import { makeZip } from '../make-zip.ts'
import { cupel, scanJson } from './cupel.ts'
import { makeDatabase } from './database.ts'
import { debianLayers, dockerArchive, ociLayout } from './image.ts'
import { packageLock, VULNERABLE_LOCK, writeTree } from './project.ts'

let folder = ''
let db = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  db = makeDatabase(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function scanned(name: string) {
  const { code, report } = scanJson([join(folder, name), '--db', db])
  return { code, report, ids: report.findings.map(({ advisory }) => advisory.id).sort() }
}

describe('container images', () => {
  const layers = debianLayers(packageLock({ 'acme-parser': { version: '2.0.0' } }))
  const members = Object.entries(ociLayout(layers)).map(([name, content]) => ({ name, content }))

  test.each([
    ['docker.tar', dockerArchive(layers)],
    ['docker.tar.gz', gzipSync(dockerArchive(layers))],
    ['oci.tar', makeTar(members)],
    ['oci', null],
  ])('%s: the distribution and the application, without what a later layer removed', (name, bytes) => {
    if (bytes !== null) writeFileSync(join(folder, name), bytes)
    else writeTree(join(folder, name), ociLayout(layers))
    const { code, report, ids } = scanned(name)
    expect(report.problems).toEqual([])
    expect([code, ids]).toEqual([1, ['DEBIAN-CVE-2024-30001', 'GHSA-high-high-high']])
    expect(report.target).toMatchObject({ kind: 'image', digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string })
    expect(report.components.map(({ purl }) => purl)).toEqual([
      'pkg:deb/debian/acme-lib@1.2-1?arch=amd64&distro=debian-12',
      'pkg:npm/acme-parser@2.0.0',
    ])
    const [lib, parser] = report.components
    expect(lib?.evidence[0]?.path).toBe('var/lib/dpkg/status')
    expect(parser?.evidence[0]).toMatchObject({ path: 'app/package-lock.json', line: 14 })
    expect(parser?.evidence[0]?.layer).not.toBe(lib?.evidence[0]?.layer)
    expect(cupel(['why', 'acme-lib', join(folder, name), '--db', db, '--offline']).stdout).toContain('acme-lib')
  })

  test('a cut image is no pass', () => {
    const whole = dockerArchive(layers)
    for (const part of [0.2, 0.5, 0.9]) {
      writeFileSync(join(folder, 'cut.tar'), whole.subarray(0, Math.floor(whole.length * part)))
      expect(cupel(['scan', join(folder, 'cut.tar'), '--db', db, '--offline', '--fail-on', 'none']).code).toBe(3)
    }
  })
})

describe('one file', () => {
  const reference = () => {
    writeFileSync(join(folder, 'package-lock.json'), VULNERABLE_LOCK)
    return scanned('package-lock.json').ids
  }

  test.each([
    ['tree.zip', makeZip([{ name: 'app/package-lock.json', content: VULNERABLE_LOCK }])],
    ['tree.tar', makeTar([{ name: 'app/package-lock.json', content: VULNERABLE_LOCK }])],
    ['tree.tgz', gzipSync(makeTar([{ name: 'app/package-lock.json', content: VULNERABLE_LOCK }]))],
    ['tree-without-extension', makeTar([{ name: 'app/package-lock.json', content: VULNERABLE_LOCK }])],
  ])('%s holds what its lock holds', (name, bytes) => {
    writeFileSync(join(folder, name), bytes)
    const { code, ids, report } = scanned(name)
    expect([code, ids, report.target.kind]).toEqual([1, reference(), 'archive'])
    expect(report.findings[0]?.locations[0]?.path).toBe('app/package-lock.json')
  })

  test('an SBOM is known by its content, whatever its name', () => {
    writeFileSync(join(folder, 'package-lock.json'), VULNERABLE_LOCK)
    const bom = cupel(['sbom', join(folder, 'package-lock.json'), '--created', 'none']).stdout
    for (const name of ['bom.cdx.json', 'something.txt', 'list', 'a.json', 'package.lock']) {
      writeFileSync(join(folder, name), bom)
      const { code, ids, report } = scanned(name)
      expect([name, code, ids, report.target.kind]).toEqual([name, 1, reference(), 'sbom'])
    }
  })

  test('a jar', () => {
    const properties = 'groupId=com.acme\nartifactId=core\nversion=1.0\n'
    writeFileSync(join(folder, 'core-1.0.jar'), makeZip([{ name: 'META-INF/maven/com.acme/core/pom.properties', content: properties }]))
    expect(scanned('core-1.0.jar').report.components.map(({ purl }) => purl)).toEqual(['pkg:maven/com.acme/core@1.0'])
  })

  test('one that is known by where it lies is read as in its tree', () => {
    writeTree(join(folder, 'placed'), {
      '.github/workflows/ci.yml': `jobs:\n  a:\n    steps:\n      - uses: acme/run@${'a'.repeat(40)} # v1.2.3\n`,
      'vendor/modules.txt': '# example.com/a v1.0.0\n## explicit\nexample.com/a\n',
      'package-lock.json': VULNERABLE_LOCK,
    })
    writeTree(join(folder, 'placed/project'), {
      'list.json': cupel(['sbom', join(folder, 'placed/package-lock.json'), '--created', 'none']).stdout,
    })
    const names = (path: string): readonly string[] => scanned(`placed/${path}`).report.components.map(({ name }) => name)
    expect(names('.github/workflows/ci.yml')).toEqual(['acme/run'])
    expect(scanned('placed/.github/workflows/ci.yml').report.components[0]?.evidence[0]).toMatchObject({
      path: '.github/workflows/ci.yml',
      line: 4,
    })
    expect(names('vendor/modules.txt')).toEqual(['example.com/a'])
    expect(scanned('placed/project/list.json')).toMatchObject({ code: 1, report: { target: { kind: 'sbom' } } })
  })
})
