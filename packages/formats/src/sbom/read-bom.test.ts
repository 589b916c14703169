import { expect, it } from 'vitest'
import { DocumentInvalid } from '../document-invalid.ts'
import { readBom, validateBom } from './read-bom.ts'

const CDX = '{"bomFormat":"CycloneDX","specVersion":"1.6","version":1'
const XML = '<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1">'

it('flattens components inside each other and makes refs where there are none', () => {
  const { bom } = readBom(`${CDX},"metadata":{"component":{"type":"application","name":"app"}},"components":[
    {"type":"library","name":"a","version":"1","purl":"pkg:npm/a@1","components":[{"type":"library","name":"b"},{"type":"library","name":"b","description":"other"}]}]}`)
  expect(bom.components.map(({ ref, parent }) => [ref, parent])).toEqual([
    ['app@', undefined],
    ['pkg:npm/a@1', undefined],
    ['b@', 'pkg:npm/a@1'],
    ['b@#2', 'pkg:npm/a@1'],
  ])
  expect(bom.subject).toBe('app@')
})

it('reads the same from JSON and XML', () => {
  const json =
    readBom(`${CDX},"components":[{"type":"library","bom-ref":"a","supplier":{"name":"S","url":["https://s.example"]},"group":"g","name":"a","version":"1",
    "hashes":[{"alg":"SHA-1","content":"9188560F22E0B73070D2EFCE670C74AF2BDF30AF"}],"licenses":[{"license":{"id":"MIT"}},{"license":{"name":"Own"}}],
    "externalReferences":[{"type":"vcs","url":"https://v.example"}],"properties":[{"name":"p","value":"v"}]},{"type":"library","bom-ref":"b","name":"b"}],
    "dependencies":[{"ref":"a","dependsOn":["b"]}]}`)
  const xml =
    readBom(`${XML}<components foo="1"><component type="library" bom-ref="a"><supplier><name>S</name><url>https://s.example</url></supplier><group>g</group>
    <name>a</name><version>1</version><hashes><hash alg="SHA-1">9188560f22e0b73070d2efce670c74af2bdf30af</hash></hashes>
    <licenses><license><id>MIT</id></license><license><name>Own</name></license></licenses>
    <externalReferences><reference type="vcs"><url>https://v.example</url></reference></externalReferences>
    <properties><property name="p">v</property></properties></component><component type="library" bom-ref="b"><name>b</name></component></components>
    <dependencies><dependency ref="a"><dependency ref="b"/></dependency></dependencies></bom>`)
  expect(xml.bom).toEqual(json.bom)
})

it.each([
  ['', 'neither CycloneDX nor SPDX'],
  ['{}', 'neither CycloneDX nor SPDX'],
  ['[]', 'neither CycloneDX nor SPDX'],
  ['hello: world', 'neither CycloneDX nor SPDX'],
  ['<a/>', 'neither CycloneDX nor SPDX'],
  [`${CDX},`, 'not valid JSON'],
  [`${CDX},"components":[{"type":"library"}]}`, 'the key "name" is missing at /components/0'],
  [`${CDX},"componentz":[]}`, 'not part of the format at /componentz'],
  [
    `${CDX},"components":[{"type":"library","name":"a","bom-ref":"r"},{"type":"library","name":"b","bom-ref":"r"}]}`,
    'another element has the same bom-ref',
  ],
  ['{"bomFormat":"CycloneDX","specVersion":"x"}', 'states neither its format nor a version'],
  ['{"bomFormat":"Other","specVersion":"1.6","version":1}', 'CycloneDX is expected here'],
  [
    `${XML}<components><component><name>a</name></component></components></bom>`,
    'the attribute "type" is missing at /bom/components/component',
  ],
  ['<bom xmlns="http://cyclonedx.org/schema/bom/x"/>', 'the namespace is not one of CycloneDX'],
  ['<!DOCTYPE bom><bom/>', 'document type declaration'],
  ['SPDXVersion: SPDX-2.3', 'is missing'],
  [
    '{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[{"type":"Nonsense"}]}',
    'the class that "type" names is not known',
  ],
])('refuses %.60j', (text, reason) => {
  expect(() => readBom(text)).toThrow(DocumentInvalid)
  expect(() => readBom(text)).toThrow(reason)
  expect(validateBom(text).length).toBeGreaterThan(0)
})

it('reads on where asked, and tells the fault with its line as incomplete', () => {
  const { bom, problems } = readBom(`${CDX},"components":[\n{"type":"library","name":"a"},\n{"type":"nonsense","name":"b"}]}`, {
    invalid: 'report',
  })
  expect(bom.components.map((component) => component.name)).toEqual(['a', 'b'])
  expect(problems).toMatchObject([{ code: 'malformed', effect: 'incomplete', line: 3 }])
})

it.each([
  '{"bomFormat":"CycloneDX","specVersion":"1.8","version":1,"components":[{"type":"library","name":"a","new":1}]}',
  '<bom xmlns="http://cyclonedx.org/schema/bom/1.8"><components><component type="library"><name>a</name></component></components></bom>',
  '{"spdxVersion":"SPDX-2.9","packages":[{"SPDXID":"SPDXRef-a","name":"a"}]}',
  '{"@context":"https://spdx.org/rdf/4.0/context.jsonld","@graph":[{"type":"software_Package","spdxId":"urn:a","name":"a"}]}',
])('reads a later version as far as it can, never silently: %.50j', (text) => {
  const { bom, problems } = readBom(text)
  expect(bom.components.map((component) => component.name)).toEqual(['a'])
  expect(problems.filter((problem) => problem.code === 'unsupported-version' && problem.effect === 'incomplete')).toHaveLength(1)
  expect(validateBom(text)).toMatchObject([{ rule: 'version' }])
})

it('says so when a document lists no components', () => {
  expect(readBom(`${CDX}}`).problems).toMatchObject([{ code: 'entries-lost', effect: 'incomplete' }])
})

it('counts what the model has no place for', () => {
  const { problems } =
    readBom(`${CDX},"components":[{"type":"library","name":"a","bom-ref":"a","swid":{"tagId":"x","name":"a"}}],"services":[{"name":"s"}],
    "dependencies":[{"ref":"a","dependsOn":["gone"]}]}`)
  expect(problems.map((problem) => problem.detail)).toEqual([
    'not carried over: services (1)',
    'not carried over: component swid (1)',
    '1 dependency edges name something that is not a component of the document',
  ])
})

it('bounds nesting', () => {
  const deep = (depth: number): string =>
    `${CDX},"components":[${'{"type":"library","name":"x","components":['.repeat(depth)}${']}'.repeat(depth)}]}`
  expect(readBom(deep(400)).bom.components).toHaveLength(400)
  expect(() => readBom(deep(10_000))).toThrow('nested deeper than 1000 levels')
})
