import { describe, expect, it } from 'vitest'
import { cpeMatches } from './cpe-matches.ts'
import { latestVex, vexIndex } from './latest-vex.ts'
import { purlMatches } from './purl-matches.ts'
import type { VexProduct, VexStatement } from './statement.ts'
import { explainVex, vexApplies } from './vex-applies.ts'
import type { VexQuery } from './vex-applies.ts'

function part(...ids: string[]): VexProduct {
  return { ids, cpes: [], hashes: [], versions: [], subcomponents: [] }
}

function statement(products: readonly VexProduct[], changes: Partial<VexStatement> = {}): VexStatement {
  return {
    format: 'openvex',
    vulnerabilities: ['CVE-2024-1'],
    products,
    status: 'not_affected',
    justification: '',
    impact: 'no',
    action: '',
    author: 'A',
    timestamp: '2024-01-01T00:00:00Z',
    documentId: 'd',
    source: 'v.json',
    line: 1,
    ...changes,
  }
}

describe('purlMatches', () => {
  it.each([
    ['pkg:npm/a@1.0.0', 'pkg:npm/a@1.0.0', true],
    ['pkg:npm/a', 'pkg:npm/a@1.0.0', true],
    ['pkg:npm/a@1.0.0', 'pkg:npm/a@1.0.1', false],
    ['pkg:npm/a@1.0.0', 'pkg:npm/a', false],
    ['pkg:npm/@s/a', 'pkg:npm/%40s/a@1', true],
    ['pkg:npm/a', 'pkg:pypi/a', false],
    ['pkg:pypi/Foo_Bar', 'pkg:pypi/foo-bar@1', true],
    ['pkg:apk/alpine/busybox', 'pkg:apk/alpine/busybox@1.36?arch=x86_64&distro=3.20', true],
    ['pkg:apk/alpine/busybox?arch=aarch64', 'pkg:apk/alpine/busybox@1.36?arch=x86_64', false],
    ['pkg:apk/alpine/busybox?arch=x86_64', 'pkg:apk/alpine/busybox@1.36', false],
    ['pkg:golang/github.com/Foo/Bar', 'pkg:golang/github.com/foo/bar@v1', true],
    [
      'pkg:oci/trivy?repository_url=index.registry.example%2Faquasec%2Ftrivy',
      'pkg:oci/trivy@sha256:aa?repository_url=registry.example/aquasec/trivy',
      true,
    ],
    ['pkg:oci/trivy?repository_url=ghcr.io/aquasecurity/trivy', 'pkg:oci/trivy?repository_url=ghcr.io/other/trivy', false],
    ['pkg:npm/a#sub', 'pkg:npm/a@1', false],
    ['not a purl', 'not a purl', false],
  ])('%s names %s: %s', (pattern, purl, expected) => {
    expect(purlMatches(pattern, purl)).toBe(expected)
  })
})

it.each([
  ['cpe:2.3:a:redhat:enterprise_linux:9:*:*:*:*:*:*:*', 'cpe:/a:redhat:enterprise_linux:9::appstream', true],
  ['cpe:/o:redhat:enterprise_linux', 'cpe:/o:redhat:enterprise_linux:9', true],
  ['cpe:/o:redhat:enterprise_linux:8', 'cpe:/o:redhat:enterprise_linux:9', false],
  ['cpe:2.3:a:*:*:*:*:*:*:*:*:*:*', 'cpe:/a:x:y:1', false],
  ['nonsense', 'nonsense', false],
])('cpe %s names %s: %s', (pattern, cpe, expected) => {
  expect(cpeMatches(pattern, cpe)).toBe(expected)
})

describe('explainVex', () => {
  const query: VexQuery = {
    ids: ['GHSA-x', 'CVE-2024-1'],
    purl: 'pkg:npm/lodash@4.17.11',
    productPurls: ['pkg:oci/shop@sha256:aa'],
    productDigest: 'sha256:aa',
  }
  const image = part('pkg:oci/shop?repository_url=r.example')
  it.each<[string, VexStatement, boolean, string]>([
    ['the component', statement([part('pkg:npm/lodash')]), true, 'its product pkg:npm/lodash is the component'],
    [
      'id in lower case',
      statement([part('pkg:npm/lodash')], { vulnerabilities: ['cve-2024-1'] }),
      true,
      'its product pkg:npm/lodash is the component',
    ],
    ['another vulnerability', statement([part('pkg:npm/lodash')], { vulnerabilities: ['CVE-1'] }), false, 'it is about CVE-1'],
    [
      'another version',
      statement([part('pkg:npm/lodash@4.17.12')]),
      false,
      'its product pkg:npm/lodash@4.17.12 is not the component (version) and not what was scanned',
    ],
    ['the target', statement([part('pkg:oci/shop')]), true, 'its product pkg:oci/shop is what was scanned, with all its components'],
    [
      'the digest',
      statement([part('pkg:oci/other@sha256:aa')]),
      true,
      'its product pkg:oci/other@sha256:aa is what was scanned, with all its components',
    ],
    [
      'a subcomponent',
      statement([{ ...part('pkg:oci/shop'), subcomponents: [part('pkg:npm/lodash')] }]),
      true,
      'its product pkg:oci/shop is what was scanned, and pkg:npm/lodash the component in it',
    ],
    [
      'another subcomponent',
      statement([{ ...part('pkg:oci/shop'), subcomponents: [part('pkg:npm/lodash@1')] }]),
      false,
      'its subcomponents are others (the version differs)',
    ],
    [
      'a repository that is not known',
      statement([image]),
      false,
      'its product pkg:oci/shop?repository_url=r.example is not the component (type) and not what was scanned',
    ],
    [
      'the component, but only a part of it',
      statement([{ ...part('pkg:npm/lodash'), subcomponents: [part('pkg:npm/x')] }]),
      false,
      'its product pkg:npm/lodash is not what was scanned',
    ],
    ['no product', statement([]), false, 'it names no product'],
    [
      'hash of the target',
      statement([{ ...part(), hashes: [{ algorithm: 'sha256', value: 'aa' }] }]),
      true,
      'its product aa is what was scanned, with all its components',
    ],
    [
      'listed versions',
      statement([{ ...part('pkg:npm/lodash'), versions: ['4.17.11'] }]),
      true,
      'its product pkg:npm/lodash is the component',
    ],
    [
      'other listed versions',
      statement([{ ...part('pkg:npm/lodash'), versions: ['1'] }]),
      false,
      'its product pkg:npm/lodash is not the component (version) and not what was scanned',
    ],
  ])('%s', (_, one, applies, why) => {
    expect(explainVex(one, query)).toEqual({ applies, why })
  })

  it('knows a component by BOM-Link, hash and CPE', () => {
    const link = statement([part('urn:cdx:1/1#a')])
    expect(vexApplies(link, { ...query, otherIds: ['urn:cdx:1/1#a'] })).toBe(true)
    expect(vexApplies(link, query)).toBe(false)
    const hash = statement([{ ...part(), hashes: [{ algorithm: 'sha1', value: 'ff' }] }])
    expect(vexApplies(hash, { ...query, hashes: [{ algorithm: 'sha1', value: 'ff' }] })).toBe(true)
    const cpe = statement([{ ...part(), cpes: ['cpe:/a:lodash:lodash'] }])
    expect(vexApplies(cpe, { ...query, cpes: ['cpe:2.3:a:lodash:lodash:4.17.11:*:*:*:*:*:*:*'] })).toBe(true)
  })
})

describe('latestVex', () => {
  const query = { ids: ['CVE-2024-1'], purl: 'pkg:npm/a@1' }
  const at = (timestamp: string, status: VexStatement['status'], id = 'pkg:npm/a'): VexStatement =>
    statement([part(id)], { timestamp, status })
  it.each<[string, VexStatement[], string | undefined]>([
    ['the later one', [at('2024-01-02T00:00:00Z', 'affected'), at('2024-01-01T00:00:00Z', 'fixed')], 'affected'],
    ['in real time, not by text', [at('2024-01-01T23:00:00-05:00', 'fixed'), at('2024-01-02T01:00:00Z', 'affected')], 'fixed'],
    [
      'the careful one of two at a time',
      [at('2024-01-01T00:00:00Z', 'not_affected'), at('2024-01-01T00:00:00Z', 'under_investigation')],
      'under_investigation',
    ],
    ['any time before none', [at('', 'affected'), at('2020-01-01T00:00:00Z', 'fixed')], 'fixed'],
    ['none that does not apply', [at('2025-01-01T00:00:00Z', 'fixed', 'pkg:npm/b'), at('2024-01-01T00:00:00Z', 'affected')], 'affected'],
    ['none', [], undefined],
  ])('%s', (_, statements, status) => {
    expect(latestVex(vexIndex(statements), query)?.status).toBe(status)
  })
})
