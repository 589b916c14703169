import type { Bom } from '@cupel/model'
import { expect, it } from 'vitest'
import { componentsOfBom } from './components-of-bom.ts'
import { readBom } from './read-bom.ts'

function cycloneDx(components: readonly object[], tool = 'maker'): Bom {
  const tools = { components: [{ type: 'application', name: tool }] }
  return readBom(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, metadata: { tools }, components })).bom
}

function asked(bom: Bom): readonly string[] {
  return componentsOfBom(bom, 'bom.json').components.map(({ ecosystem, name, version, subject }) =>
    [ecosystem, subject?.name ?? name, subject?.version ?? version].join(' '),
  )
}

const trivy = { SrcName: 'libcap2', SrcVersion: '2.66', SrcRelease: '4', SrcEpoch: '1' }

it.each([
  ['pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12&upstream=openssl%403.0.10-1', 'Debian:12 openssl 3.0.10-1'],
  ['pkg:rpm/opensuse/libz1@1.2.13-1?distro=opensuse-leap-15.5&upstream=zlib-1.2.13-1.2.src.rpm', 'openSUSE:Leap 15.5 zlib 1.2.13-1.2'],
  ['pkg:rpm/rocky/bind-libs@9.16-1.el9?distro=rocky-9.3&epoch=32&upstream=bind-9.16-1.el9.src.rpm', 'Rocky Linux:9 bind 32:9.16-1.el9'],
  [
    'pkg:rpm/almalinux/openssl-libs@3.0.7-24.el9?distro=almalinux-9.3&epoch=1&upstream=openssl-3.0.7-24.el9.src.rpm',
    'AlmaLinux:9 openssl-libs 1:3.0.7-24.el9',
  ],
  ['pkg:rpm/almalinux/bash@5.1-1.el9?distro=almalinux-9.3&epoch=0', 'AlmaLinux:9 bash 5.1-1.el9'],
  ['pkg:golang/std@go1.20.4?type=module', 'Go stdlib 1.20.4'],
  ['pkg:golang/stdlib@go1.20.4', 'Go stdlib 1.20.4'],
  ['pkg:golang/stdlib@1.20.4', 'Go stdlib 1.20.4'],
  ['pkg:golang/example.com/std@v1.0.0', 'Go example.com/std v1.0.0'],
])('%s is asked about as %s', (purl, expected) => {
  expect(asked(cycloneDx([{ type: 'library', name: 'x', purl }]))).toEqual([expected])
})

it.each(['aquasecurity:trivy:', ''])('the properties of generators (%j) name the source package', (prefix) => {
  const properties = Object.entries(trivy).map(([name, value]) => ({ name: prefix + name, value }))
  const bom = cycloneDx([{ type: 'library', name: 'libcap2-bin', purl: 'pkg:deb/debian/libcap2-bin@2.66-4?distro=debian-12', properties }])
  expect(asked(bom)).toEqual(['Debian:12 libcap2 1:2.66-4'])
})

it('SPDX names the source package in its source information, and keeps it', () => {
  const externalRefs = [
    { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: 'pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12' },
  ]
  const sourceInfo = 'built package from: openssl 3.0.11-1'
  const text = JSON.stringify({
    spdxVersion: 'SPDX-2.3',
    SPDXID: 'SPDXRef-DOCUMENT',
    dataLicense: 'CC0-1.0',
    name: 'x',
    documentNamespace: 'https://example.com/x',
    creationInfo: { created: '2024-01-01T00:00:00Z', creators: ['Tool: maker-1'] },
    packages: [
      { SPDXID: 'SPDXRef-1', name: 'libssl3', versionInfo: '3.0.11-1', downloadLocation: 'NOASSERTION', sourceInfo, externalRefs },
    ],
  })
  const { bom, problems } = readBom(text)
  expect(asked(bom)).toEqual(['Debian:12 openssl 3.0.11-1'])
  expect(problems.filter(({ detail }) => detail.includes('sourceInfo'))).toEqual([])
})

it('a document that names the source of none of its packages is not whole', () => {
  const libssl = { type: 'library', name: 'libssl3', purl: 'pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12' }
  const found = (bom: Bom): readonly string[] =>
    componentsOfBom(bom, 'bom.json').problems.map(({ effect, detail }) => `${effect}: ${detail}`)
  expect(found(cycloneDx([libssl]))).toEqual([
    'incomplete: the document names the source package of none: 1 package of a distribution may be known to advisories by another name',
  ])
  // These state a source only where it has another name.
  expect(found(cycloneDx([libssl], 'syft'))).toEqual([])
  expect(found(cycloneDx([libssl, { ...libssl, purl: `${libssl.purl}&upstream=openssl` }]))).toEqual([])
  expect(found(cycloneDx([{ type: 'library', name: 'bash', purl: 'pkg:rpm/almalinux/bash@5.1-1?distro=almalinux-9' }]))).toEqual([])
})
