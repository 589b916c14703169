import { expect, it } from 'vitest'
import { readBom, validateBom } from '../read-bom.ts'

const HEAD = `SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: demo
DocumentNamespace: https://example.org/demo
Creator: Tool: maker-1.2
Creator: Person: Ada (ada@example.org)
Created: 2024-05-06T07:08:09Z
`

const PACKAGES = `
PackageName: a
SPDXID: SPDXRef-a
PackageVersion: 1.0
PackageDownloadLocation: NOASSERTION
PackageSupplier: Organization: Acme (sales) ()
PackageLicenseDeclared: LicenseRef-x AND MIT
PackageCopyrightText: <text>line one
line two</text>
PackageChecksum: SHA1: d6a770ba38583ed4bb4525bd96e50461655d2758
ExternalRef: PACKAGE-MANAGER purl pkg:npm/a@1.0

PackageName: b
SPDXID: SPDXRef-b
PackageDownloadLocation: https://example.org/b.tgz

LicenseID: LicenseRef-x
ExtractedText: <text>own words</text>
LicenseName: Own licence

Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-a
Relationship: SPDXRef-a DEPENDS_ON SPDXRef-b
Relationship: SPDXRef-b DEPENDS_ON NONE
Relationship: SPDXRef-a BUILD_TOOL_OF SPDXRef-b
`

it('reads packages, licences, texts and relationships', () => {
  const { bom, format, problems } = readBom(HEAD + PACKAGES)
  expect(format).toEqual({ name: 'SPDX', version: '2.3', encoding: 'tag-value' })
  expect(bom).toMatchObject({
    name: 'demo',
    subject: 'SPDXRef-a',
    tools: [{ name: 'maker', version: '1.2' }],
    authors: ['Ada'],
    contact: 'ada@example.org',
  })
  expect(bom.components[0]).toMatchObject({
    name: 'a',
    version: '1.0',
    purl: 'pkg:npm/a@1.0',
    supplier: 'Acme (sales)',
    licenses: ['Own licence', 'MIT'],
    copyright: 'line one\nline two',
    hashes: [{ algorithm: 'sha1', value: 'd6a770ba38583ed4bb4525bd96e50461655d2758' }],
  })
  expect(bom.edges).toEqual([['SPDXRef-a', 'SPDXRef-b']])
  expect(bom.stated).toEqual(['SPDXRef-a', 'SPDXRef-b'])
  expect(problems.map((problem) => problem.detail)).toEqual(['not carried over: relationship BUILD_TOOL_OF (1)'])
})

it.each([
  ['no colon here', 10, 'a tag, a colon and a value are expected here'],
  ['Nonsense: x', 10, 'the tag "Nonsense" is not expected here'],
  ['PackageComment: <text>never closed', 10, 'is not closed by </text>'],
  ['Relationship: SPDXRef-a LIKES SPDXRef-b', 10, 'one of the words the format lists is expected here'],
])('names the line of %j', (line, at, message) => {
  const faults = validateBom(`${HEAD}\n${line}\n`)
  expect(faults.some((fault) => fault.line === at && fault.message.includes(message))).toBe(true)
})

it('refuses two packages of one identifier and a missing download location', () => {
  const twice = `${HEAD}PackageName: a\nSPDXID: SPDXRef-a\nPackageName: b\nSPDXID: SPDXRef-a\nPackageDownloadLocation: NONE\n`
  expect(validateBom(twice).map((fault) => [fault.line, fault.rule])).toEqual([
    [9, 'required'],
    [11, 'unique-ref'],
  ])
})

it('reads a text of five million characters on one line', () => {
  expect(
    readBom(`${HEAD}PackageName: ${'x'.repeat(5_000_000)}\nSPDXID: SPDXRef-a\nPackageDownloadLocation: NONE\n`).bom.components,
  ).toHaveLength(1)
})
