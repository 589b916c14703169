import { BOM_TARGETS, readBom, writeBom } from '@cupel/formats'
import type { Bom, BomComponent } from '@cupel/model'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bomFacts } from './sbom-facts.ts'
import { officialSchema } from './sbom-schemas.ts'

const words = fc.stringMatching(/^[A-Za-z0-9äöü<>&"'.+_-]{1,8}( [A-Za-z0-9äöü<>&"'#:;.,/+_-]{1,8}){0,2}$/)
const maybe = (value: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.oneof(fc.constant(''), value)
const hex = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`))
const hash = fc.oneof(
  hex(32).map((value) => ({ algorithm: 'md5' as const, value })),
  hex(56).map((value) => ({ algorithm: 'sha224' as const, value })),
  hex(64).map((value) => ({ algorithm: 'sha256' as const, value })),
  hex(64).map((value) => ({ algorithm: 'sha3-256' as const, value })),
  hex(128).map((value) => ({ algorithm: 'sha512' as const, value })),
  hex(64).map((value) => ({ algorithm: 'blake3' as const, value })),
)
const license = fc.oneof(
  fc.constantFrom(
    'MIT',
    'Apache-2.0',
    'GPL-3.0-or-later',
    'MIT OR Apache-2.0',
    'GPL-2.0-only WITH Classpath-exception-2.0',
    'LicenseRef-own',
    '(MIT OR ISC) AND Zlib',
  ),
  fc.constantFrom('My own licence', 'BSD style', 'see LICENSE.txt', 'Custom "quoted" <licence>'),
)
const component = fc.record({
  type: fc.constantFrom<BomComponent['type']>(
    'library',
    'application',
    'framework',
    'container',
    'operating-system',
    'file',
    'platform',
    'data',
    'cryptographic-asset',
    'machine-learning-model',
  ),
  name: words,
  group: maybe(words),
  version: maybe(words),
  purl: maybe(words.map((name) => `pkg:generic/${encodeURIComponent(name)}@1`)),
  cpes: fc.uniqueArray(fc.constantFrom('cpe:2.3:a:acme:thing:1.0:*:*:*:*:*:*:*', 'cpe:/a:acme:thing:1.0', 'not a cpe'), { maxLength: 2 }),
  licenses: fc.uniqueArray(license, { maxLength: 3 }),
  hashes: fc.uniqueArray(hash, { maxLength: 3, selector: (item) => item.algorithm }),
  supplier: maybe(words),
  author: maybe(words),
  copyright: maybe(words),
  description: maybe(words),
  scope: fc.constantFrom<BomComponent['scope']>('', 'required', 'optional', 'excluded'),
  references: fc.array(fc.record({ type: fc.constantFrom('vcs', 'website', 'distribution', 'issue-tracker', 'other'), url: fc.webUrl() }), {
    maxLength: 3,
  }),
  properties: fc.array(fc.tuple(words, maybe(words)), { maxLength: 3 }),
})

const bom: fc.Arbitrary<Bom> = fc
  .record({
    components: fc.array(component, { minLength: 1, maxLength: 8 }),
    refs: fc.array(words, { minLength: 8, maxLength: 8 }),
    edges: fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 12 }),
    parents: fc.array(fc.option(fc.nat(7)), { minLength: 8, maxLength: 8 }),
    subject: fc.option(fc.nat(7)),
    created: fc.constantFrom('2024-05-06T07:08:09Z', '2024-05-06T07:08:09.123+02:00', ''),
    tools: fc.array(fc.record({ name: words, version: maybe(fc.constantFrom('1.0', '2.3.4')) }), { maxLength: 2 }),
  })
  .map(({ components, refs, edges, parents, subject, created, tools }): Bom => {
    const placed = components.map((item, index): BomComponent => {
      const parent = parents[index]
      const base = { ...item, ref: `${refs[index]}/${index}` }
      // Parents stand before their children, so there is no circle.
      return parent !== null && parent !== undefined && parent < index ? { ...base, parent: `${refs[parent]}/${parent}` } : base
    })
    const refOf = (index: number): string => placed[index % placed.length]?.ref ?? ''
    const pairs = new Map(edges.map(([from, to]) => [`${from % placed.length} ${to % placed.length}`, [refOf(from), refOf(to)] as const]))
    return {
      id: '',
      name: 'product',
      created,
      authors: ['Ada'],
      suppliers: [],
      tools,
      dataLicense: '',
      lifecycles: ['build'],
      subject: subject === null ? '' : refOf(subject),
      components: placed,
      edges: [...pairs.values()],
      stated: [...new Set([...pairs.values()].map(([from]) => from))],
    }
  })

it('keeps components, edges, hashes and licences through every format and every pair of formats', () => {
  const schemas = new Map(
    BOM_TARGETS.filter((target) => target.endsWith('json')).map((target) => {
      const [name, version] = target.split('-')
      return [target, officialSchema(name === 'spdx' ? `spdx/spdx-${version}.schema.json` : `cyclonedx/bom-${version}.schema.json`)]
    }),
  )
  let pairs = 0
  fc.assert(
    fc.property(bom, fc.nat(BOM_TARGETS.length - 1), (value, second) => {
      const facts = bomFacts(value)
      for (const target of BOM_TARGETS) {
        const text = writeBom(value, target)
        const official = schemas.get(target)
        if (official && !official(JSON.parse(text))) expect(official.errors, target).toEqual([])
        const read = readBom(text)
        expect(bomFacts(read.bom), target).toEqual(facts)
        const other = BOM_TARGETS[(second + pairs) % BOM_TARGETS.length] ?? target
        expect(bomFacts(readBom(writeBom(read.bom, other)).bom), `${target} to ${other}`).toEqual(facts)
        pairs++
      }
    }),
    { seed: 1, numRuns: 60 },
  )
  console.log(`conversions between formats that kept everything: ${pairs}`)
})
