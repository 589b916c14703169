import type { Bom, Component, DependencyGraph } from '@cupel/model'
import { expect, it } from 'vitest'
import { bomOfInventory } from './bom-of-inventory.ts'
import { componentsOfBom } from './components-of-bom.ts'
import { BOM_TARGETS, writeBom } from './convert-bom.ts'
import { readBom } from './read-bom.ts'
import { EMPTY_COMPONENT } from './empty-component.ts'

function component(purl: string, facts: Partial<Component> = {}): Component {
  return {
    purl,
    name: 'left-pad',
    version: '1.0.0',
    ecosystem: 'npm',
    scopes: ['runtime'],
    direct: true,
    evidence: [],
    licenses: [],
    hashes: [],
    ...facts,
  }
}

const components: Component[] = [
  component('pkg:npm/left-pad@1.0.0', {
    evidence: [{ path: 'package-lock.json', line: 12, by: 'package-lock', kind: 'lock' }],
    licenses: ['MIT'],
    hashes: [{ algorithm: 'sha512', value: 'ab'.repeat(64) }],
  }),
  component('pkg:npm/%40acme/tool@2.0.0', { name: '@acme/tool', version: '2.0.0', scopes: ['test', 'dev'], direct: false }),
  component('pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12', {
    name: 'libssl3',
    version: '3.0.11-1',
    ecosystem: 'Debian:12',
    scopes: [],
    direct: null,
    subject: { name: 'openssl', version: '3.0.11-1' },
    evidence: [{ path: 'var/lib/dpkg/status', by: 'dpkg', kind: 'installed', layer: 'sha256:aa' }],
  }),
]
const graph: DependencyGraph = {
  path: 'package-lock.json',
  projects: [{ name: 'shop', version: '1.0.0', licenses: ['ISC'], path: '' }],
  components: ['pkg:npm/left-pad@1.0.0', 'pkg:npm/%40acme/tool@2.0.0'],
  edges: [
    [0, 1],
    [1, 2],
  ],
}
const parts = {
  name: 'shop',
  version: '1.0.0',
  components,
  graphs: [graph],
  problems: [],
  created: '2024-05-06T07:08:09Z',
  tool: { name: 'cupel', version: '0.1.0' },
}

it('makes a bill of materials with edges, scopes, evidence and groups', () => {
  const bom = bomOfInventory(parts)
  expect(bom.components.map(({ ref, group, name, scope }) => [ref, group, name, scope])).toEqual([
    ['subject', '', 'shop', ''],
    ['pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12', '', 'libssl3', ''],
    ['pkg:npm/%40acme/tool@2.0.0', '@acme', 'tool', 'excluded'],
    ['pkg:npm/left-pad@1.0.0', '', 'left-pad', 'required'],
  ])
  expect(bom.edges).toEqual([
    ['subject', 'pkg:npm/left-pad@1.0.0'],
    ['pkg:npm/left-pad@1.0.0', 'pkg:npm/%40acme/tool@2.0.0'],
  ])
  expect(bom.components[3]?.properties).toEqual([
    ['cupel:scope', 'runtime'],
    ['cupel:evidence', 'package-lock.json:12'],
  ])
})

it('is the same whatever the order of the components', () => {
  expect(bomOfInventory({ ...parts, components: [...components].reverse() })).toEqual(bomOfInventory(parts))
})

it.each(BOM_TARGETS)('comes back as the same inventory through %s', (target) => {
  const read = readBom(writeBom(bomOfInventory(parts), target))
  const inventory = componentsOfBom(read.bom, 'bom.json')
  const evidence = [{ path: 'bom.json', by: 'sbom', kind: 'sbom' as const }]
  const expected = components.map((item) => ({
    ...item,
    evidence,
    scopes: item.scopes.length > 0 ? item.scopes : ['runtime'],
    direct: item.direct === true,
  }))
  const byPurl = (a: { purl: string }, b: { purl: string }): number => (a.purl < b.purl ? -1 : 1)
  expect([...inventory.components].sort(byPurl)).toEqual(expected.sort(byPurl))
  expect(inventory.problems).toEqual([])
  const { graph: again } = inventory
  const label = (node: number): string => again.projects[node]?.name ?? again.components[node - again.projects.length] ?? ''
  expect(again.edges.map(([from, to]) => [label(from), label(to)])).toEqual([
    ['shop', 'pkg:npm/left-pad@1.0.0'],
    ['pkg:npm/left-pad@1.0.0', 'pkg:npm/%40acme/tool@2.0.0'],
  ])
})

it('keeps several projects as components below the subject and reads them back as projects', () => {
  const second: DependencyGraph = {
    path: 'api/package-lock.json',
    projects: [{ name: 'api', version: '2', licenses: [], path: 'api' }],
    components: ['pkg:npm/left-pad@1.0.0'],
    edges: [[0, 1]],
  }
  const bom = bomOfInventory({ ...parts, graphs: [graph, second] })
  expect(bom.edges).toContainEqual(['subject', 'project:api:api'])
  expect(bom.edges).toContainEqual(['project:api:api', 'pkg:npm/left-pad@1.0.0'])
  const inventory = componentsOfBom(bom, 'bom.json')
  expect(inventory.graph.projects.map(({ name, path }) => [name, path])).toEqual([
    ['shop', ''],
    ['shop', ''],
    ['api', 'api'],
  ])
  expect(inventory.components).toHaveLength(3)
})

const emptyBom: Bom = {
  id: '',
  name: '',
  created: '',
  authors: [],
  suppliers: [],
  tools: [],
  dataLicense: '',
  lifecycles: [],
  subject: '',
  components: [],
  edges: [],
  stated: [],
}

it('drops nothing in silence', () => {
  const inventory = componentsOfBom(
    {
      ...emptyBom,
      components: [
        { ...EMPTY_COMPONENT, ref: '1', name: 'named', version: '1', cpes: ['cpe:/a:x:named:1'] },
        { ...EMPTY_COMPONENT, ref: '2', name: 'bad', purl: 'not a purl' },
        { ...EMPTY_COMPONENT, ref: '3', type: 'file', name: 'main.c' },
        { ...EMPTY_COMPONENT, ref: '4', type: 'operating-system', name: 'debian', version: '12' },
        { ...EMPTY_COMPONENT, ref: '5' },
        { ...EMPTY_COMPONENT, ref: '6', name: 'a', purl: 'pkg:npm/a@1', licenses: ['MIT'] },
        { ...EMPTY_COMPONENT, ref: '7', name: 'a', purl: 'pkg:npm/a@1', licenses: ['ISC'], scope: 'optional' },
      ],
    },
    'bom.json',
  )
  expect(inventory.components.map(({ purl, ecosystem, licenses, scopes }) => [purl, ecosystem, licenses, scopes])).toEqual([
    ['pkg:generic/named@1', '', [], ['runtime']],
    ['pkg:generic/bad', '', [], ['runtime']],
    ['pkg:npm/a@1', 'npm', ['MIT', 'ISC'], ['runtime', 'optional']],
  ])
  expect(inventory.skipped).toEqual([
    { what: 'file', count: 1 },
    { what: 'operating system', count: 1 },
    { what: 'component without name', count: 1 },
  ])
  expect(inventory.problems.map(({ code, effect, detail, path }) => [code, effect, detail, path])).toEqual([
    ['name-invalid', 'incomplete', '1 components have a package URL that is not one', 'bom.json'],
    ['ecosystem-not-covered', 'note', '1 components have no package URL, so no advisory can be matched to them', 'bom.json'],
  ])
})

it.each([
  [{ purl: 'pkg:deb/debian/libssl3@3.0.11-1?upstream=openssl%403.0.11' }, { name: 'openssl', version: '3.0.11' }],
  [{ purl: 'pkg:deb/debian/libssl3@3.0.11-1?upstream=openssl' }, { name: 'openssl', version: '3.0.11-1' }],
  [
    {
      purl: 'pkg:deb/debian/libssl3@3.0.11-1',
      properties: [
        ['aquasecurity:trivy:SrcName', 'openssl'],
        ['aquasecurity:trivy:SrcVersion', '3.0.11'],
        ['aquasecurity:trivy:SrcRelease', '1'],
        ['aquasecurity:trivy:SrcEpoch', '2'],
      ] as const,
    },
    { name: 'openssl', version: '2:3.0.11-1' },
  ],
])('finds the source package other tools tell of: %j', (facts, subject) => {
  const other = { ...EMPTY_COMPONENT, ref: 'x', name: 'x', purl: 'pkg:npm/x@1' }
  expect(
    componentsOfBom({ ...emptyBom, components: [{ ...EMPTY_COMPONENT, ref: 'a', name: 'a', ...facts }, other] }, 'b').components[0]
      ?.subject,
  ).toEqual(subject)
})

it.each(BOM_TARGETS)('a document of an inventory that was not whole says so to its readers: %s', (target) => {
  const problems = [{ code: 'malformed', effect: 'incomplete', path: 'b/lock', detail: 'cut' }] as const
  const read = readBom(writeBom(bomOfInventory({ ...parts, problems }), target))
  expect(componentsOfBom(read.bom, 'bom').problems.map(({ code, effect, detail }) => [code, effect, detail])).toEqual([
    ['entries-lost', 'incomplete', 'the document says of itself that it is not whole: b/lock: cut'],
  ])
})

it('takes the version from beside a purl without one, so that two versions are two components', () => {
  const bom = cycloneDx([
    { type: 'library', 'bom-ref': 'a', name: 'left-pad', version: '1.0.0', purl: 'pkg:npm/left-pad' },
    { type: 'library', 'bom-ref': 'b', name: 'left-pad', version: '2.0.0', purl: 'pkg:npm/left-pad' },
    { type: 'library', 'bom-ref': 'c', name: 'other', purl: 'pkg:npm/other' },
  ])
  expect(componentsOfBom(bom, 'bom.json').components.map((one) => [one.purl, one.version])).toEqual([
    ['pkg:npm/left-pad@1.0.0', '1.0.0'],
    ['pkg:npm/left-pad@2.0.0', '2.0.0'],
    ['pkg:npm/other', ''],
  ])
})

it('looks for a source package in system packages only', () => {
  const bom = cycloneDx([
    { type: 'library', 'bom-ref': 'a', name: 'left-pad', version: '1.0.0', purl: 'pkg:npm/left-pad@1.0.0?upstream=other' },
    { type: 'library', 'bom-ref': 'b', name: 'libssl3', version: '3', purl: 'pkg:deb/debian/libssl3@3?distro=debian-12&upstream=openssl' },
  ])
  expect(componentsOfBom(bom, 'bom.json').components.map((one) => one.subject)).toEqual([undefined, { name: 'openssl', version: '3' }])
})

function cycloneDx(components: readonly unknown[]): Bom {
  return readBom(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, components })).bom
}

it.each([
  ['incomplete', ['incomplete: the document says of itself that it is not whole: its composition is incomplete']],
  [
    'incomplete_first_party_only',
    ['incomplete: the document says of itself that it is not whole: its composition is incomplete first party only'],
  ],
  ['incomplete_third_party_only', []],
  ['complete', []],
  ['unknown', []],
])('a CycloneDX document whose composition is %s', (aggregate, expected) => {
  const component = { type: 'library', 'bom-ref': 'l', name: 'l', version: '1', purl: 'pkg:npm/l@1' }
  const compositions = [{ aggregate, assemblies: ['l'] }]
  const { bom } = readBom(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, components: [component], compositions }))
  const { problems } = componentsOfBom(bom, 'bom.json')
  expect(problems.map(({ effect, detail }) => `${effect}: ${detail}`)).toEqual(expected)
})

const CDX = { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 }
const SPDX = {
  spdxVersion: 'SPDX-2.3',
  dataLicense: 'CC0-1.0',
  SPDXID: 'SPDXRef-DOCUMENT',
  name: 'a',
  documentNamespace: 'https://a.example/x',
  creationInfo: { created: '2024-01-01T00:00:00Z', creators: ['Tool: x'] },
}
const LEFT = { type: 'library', name: 'left-pad', version: '1.0.0', purl: 'pkg:npm/left-pad@1.0.0' }
const SPDX_LEFT = {
  SPDXID: 'SPDXRef-l',
  name: 'left-pad',
  versionInfo: '1.0.0',
  downloadLocation: 'NOASSERTION',
  externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: 'pkg:npm/left-pad@1.0.0' }],
}
const relation = (relationshipType: string, relatedSpdxElement: string) => ({
  spdxElementId: 'SPDXRef-l',
  relationshipType,
  relatedSpdxElement,
})
const spdx3 = (needs: object): object => ({
  '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
  '@graph': [
    { type: 'CreationInfo', '@id': '_:c', specVersion: '3.0.1', created: '2026-01-01T00:00:00Z', createdBy: ['https://a.example/me'] },
    { type: 'Person', spdxId: 'https://a.example/me', creationInfo: '_:c', name: 'me' },
    { type: 'SpdxDocument', spdxId: 'https://a.example/d', creationInfo: '_:c', rootElement: ['https://a.example/s'] },
    { type: 'software_Sbom', spdxId: 'https://a.example/s', creationInfo: '_:c', rootElement: ['https://a.example/l'] },
    {
      type: 'software_Package',
      spdxId: 'https://a.example/l',
      creationInfo: '_:c',
      name: 'left-pad',
      software_packageVersion: '1.0.0',
      software_packageUrl: 'pkg:npm/left-pad@1.0.0',
    },
    {
      type: 'Relationship',
      spdxId: 'https://a.example/1',
      creationInfo: '_:c',
      from: 'https://a.example/s',
      relationshipType: 'contains',
      to: ['https://a.example/l'],
    },
    {
      type: 'Relationship',
      spdxId: 'https://a.example/2',
      creationInfo: '_:c',
      from: 'https://a.example/l',
      relationshipType: 'dependsOn',
      ...needs,
    },
  ],
})
const purlRef = (purl: string) => ({ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl })

it.each<[name: string, document: object, purls: readonly string[], told: readonly RegExp[]]>([
  [
    'a fork under a name of its own',
    { ...CDX, components: [{ ...LEFT, pedigree: { ancestors: [{ type: 'library', name: 'lodash', purl: 'pkg:npm/lodash@4.17.0' }] } }] },
    ['pkg:npm/left-pad@1.0.0'],
    [/made from others, which are not matched: pkg:npm\/lodash@4\.17\.0/],
  ],
  [
    'a patched version of the same package',
    { ...CDX, components: [{ ...LEFT, pedigree: { ancestors: [{ ...LEFT, version: '0.9.0', purl: 'pkg:npm/left-pad@0.9.0' }] } }] },
    ['pkg:npm/left-pad@1.0.0'],
    [],
  ],
  [
    'an operating system without its packages',
    { ...CDX, components: [LEFT, { type: 'operating-system', name: 'debian', version: '11' }] },
    ['pkg:npm/left-pad@1.0.0'],
    [/names an operating system and none of its packages/],
  ],
  [
    'an operating system with packages',
    {
      ...CDX,
      components: [
        { type: 'operating-system', name: 'alpine' },
        { type: 'library', name: 'a', purl: 'pkg:apk/wolfi/a@1-r0' },
      ],
    },
    ['pkg:apk/wolfi/a@1-r0'],
    [],
  ],
  [
    'files only',
    { ...SPDX, files: [{ SPDXID: 'SPDXRef-f', fileName: './a.js', checksums: [{ algorithm: 'SHA1', checksumValue: '0'.repeat(40) }] }] },
    [],
    [/lists files and no packages/],
  ],
  [
    'two package URLs of one package',
    {
      ...SPDX,
      packages: [
        {
          SPDXID: 'SPDXRef-a',
          name: 'a',
          downloadLocation: 'NOASSERTION',
          externalRefs: [purlRef('pkg:npm/x@1.0.0'), purlRef('pkg:npm/lodash@4.17.0'), purlRef('pkg:npm/x@1.0.0?arch=y')],
        },
      ],
    },
    ['pkg:npm/x@1.0.0', 'pkg:npm/lodash@4.17.0'],
    [],
  ],
  [
    'a dependency that is no component',
    { ...CDX, components: [{ ...LEFT, 'bom-ref': 'l' }], dependencies: [{ ref: 'l', dependsOn: ['pkg:npm/gone@1.0.0', 'also'] }] },
    ['pkg:npm/left-pad@1.0.0'],
    [/names what it does not list, which is not matched: also and 1 more/],
  ],
  [
    'what depends on something and is no component',
    { ...CDX, components: [{ ...LEFT, 'bom-ref': 'l' }], dependencies: [{ ref: 'pkg:npm/gone@1.0.0', dependsOn: ['l'] }] },
    ['pkg:npm/left-pad@1.0.0'],
    [/not matched: pkg:npm\/gone@1\.0\.0/],
  ],
  [
    'services among the dependencies, and one that is stated of nothing',
    {
      ...CDX,
      components: [{ ...LEFT, 'bom-ref': 'l' }],
      services: [{ name: 's', 'bom-ref': 's', services: [{ name: 't', 'bom-ref': 't' }] }],
      dependencies: [{ ref: 'l', dependsOn: ['s', 't'] }, { ref: 's', dependsOn: ['l'] }, { ref: 'old' }],
    },
    ['pkg:npm/left-pad@1.0.0'],
    [],
  ],
  [
    'SPDX: what another document has',
    {
      ...SPDX,
      packages: [SPDX_LEFT],
      relationships: ['DEPENDS_ON', 'CONTAINS', 'DYNAMIC_LINK', 'DESCRIBES'].map((type, at) =>
        relation(type, `DocumentRef-other:SPDXRef-${at}`),
      ),
    },
    ['pkg:npm/left-pad@1.0.0'],
    [/not matched: DocumentRef-other:SPDXRef-0 and 3 more/],
  ],
  [
    'SPDX: what nobody says, and files that are left out',
    {
      ...SPDX,
      packages: [{ ...SPDX_LEFT, hasFiles: ['SPDXRef-file'] }],
      relationships: [relation('DEPENDS_ON', 'NOASSERTION'), relation('CONTAINS', 'NONE'), relation('DESCRIBES', 'NOASSERTION')],
    },
    ['pkg:npm/left-pad@1.0.0'],
    [],
  ],
  [
    'SPDX 3: what another document has',
    spdx3({ to: ['https://other.example/p'] }),
    ['pkg:npm/left-pad@1.0.0'],
    [/not matched: https:\/\/other/],
  ],
  [
    'SPDX 3: not all that it depends on',
    spdx3({ to: [], completeness: 'incomplete' }),
    ['pkg:npm/left-pad@1.0.0'],
    [/some of its relationships are incomplete/],
  ],
  ['SPDX 3: what nobody says', spdx3({ to: ['NoAssertionElement'], completeness: 'noAssertion' }), ['pkg:npm/left-pad@1.0.0'], []],
])('nothing of a document looks clear unseen: %s', (_, document, purls, told) => {
  const { bom } = readBom(JSON.stringify(document), { invalid: 'report' })
  const { components, problems } = componentsOfBom(bom, 'a.json')
  expect(components.map(({ purl }) => purl)).toEqual(purls)
  const incomplete = problems.filter(({ effect }) => effect === 'incomplete').map(({ detail }) => detail)
  expect(incomplete.filter((detail) => !told.some((one) => one.test(detail)) && !/names the source package/.test(detail))).toEqual([])
  expect(told.filter((one) => !incomplete.some((detail) => one.test(detail)))).toEqual([])
})

it('matches both versions where the one beside the package URL is another, and says so', () => {
  const stated: readonly (readonly [purl: string, version: string])[] = [
    ['pkg:npm/lodash@4.17.21', '4.17.4'],
    ['pkg:npm/%40a/b@1.0.0', '2.0.0'],
    ['pkg:deb/debian/told@1.2-3%2Bdeb12u2', '1.2-3+deb12u1'],
    ['pkg:deb/debian/told@2%3A1.0', '1:1.0'],
    ['pkg:pypi/told@1.0%2Bcu118', '1.0+cu121'],
    // Other spellings of one version, and what is none.
    ['pkg:golang/a.example/b@v1.2.3', '1.2.3'],
    ['pkg:rpm/redhat/x@1.2-3?epoch=1', '1:1.2-3'],
    ['pkg:nuget/X@1.0', '1.0.0'],
    ['pkg:pypi/torch@2.0.0', '2.0.0+cu118'],
    ['pkg:npm/built@1.0.0%2B1', '1.0.0+2'],
    ['pkg:npm/range@1.0.0', '^1.0.0'],
    ['pkg:npm/word@1.0.0', 'latest'],
    ['pkg:maven/g/a@1.0', '${revision}'],
    ['pkg:npm/none@1.0.0', ''],
    ['pkg:npm/beside', '3.0.0'],
    ['pkg:githubactions/a/b@0123456789012345678901234567890123456789', 'v4'],
    ['pkg:oci/a@sha256%3Aabc', '1.2'],
  ]
  const bom: Bom = {
    ...readBom('{"bomFormat":"CycloneDX","specVersion":"1.5","components":[]}').bom,
    components: stated.map(([purl, version], at) => ({ ...EMPTY_COMPONENT, ref: String(at), name: 'n', purl, version })),
  }
  const { components: found, problems } = componentsOfBom(bom, 'bom.json')
  expect(found.map(({ purl }) => purl).filter((purl) => /lodash|%40a|told/.test(purl))).toEqual([
    'pkg:npm/lodash@4.17.21',
    'pkg:npm/lodash@4.17.4',
    'pkg:npm/%40a/b@1.0.0',
    'pkg:npm/%40a/b@2.0.0',
    'pkg:deb/debian/told@1.2-3%2Bdeb12u2',
    'pkg:deb/debian/told@1.2-3%2Bdeb12u1',
    'pkg:deb/debian/told@2:1.0',
    'pkg:deb/debian/told@1:1.0',
    'pkg:pypi/told@1.0%2Bcu118',
    'pkg:pypi/told@1.0%2Bcu121',
  ])
  expect(found).toHaveLength(stated.length + 5)
  expect(found.find(({ purl }) => purl === 'pkg:npm/lodash@4.17.4')).toMatchObject({ version: '4.17.4', ecosystem: 'npm' })
  expect(problems).toMatchObject([
    {
      code: 'malformed',
      effect: 'note',
      path: 'bom.json',
      detail: 'lodash has version 4.17.4 and a package URL of version 4.17.21, as do 4 more: both versions are matched',
    },
    { code: 'ecosystem-not-covered', effect: 'incomplete' },
  ])
})
