import { expect, it } from 'vitest'
import { readBom, validateBom } from '../read-bom.ts'
import { readSpdxRdf } from './read-rdf.ts'

const BASE = 'https://example.org/doc-1'

function rdf(body: string): string {
  return `<?xml version="1.0"?>
<rdf:RDF xmlns:spdx="http://spdx.org/rdf/terms#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:doap="http://usefulinc.com/ns/doap#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#">
${body}
</rdf:RDF>
`
}

const LODASH = `<spdx:Package rdf:about="${BASE}#SPDXRef-lodash">
  <spdx:name>lodash</spdx:name>
  <spdx:versionInfo>4.17.11</spdx:versionInfo>
  <spdx:downloadLocation rdf:resource="http://spdx.org/rdf/terms#noassertion"/>
  <spdx:filesAnalyzed rdf:datatype="http://www.w3.org/2001/XMLSchema#boolean">false</spdx:filesAnalyzed>
  <spdx:licenseConcluded rdf:resource="http://spdx.org/rdf/terms#none"/>
  <spdx:licenseDeclared>
    <spdx:DisjunctiveLicenseSet>
      <spdx:member rdf:resource="http://spdx.org/licenses/MIT"/>
      <spdx:member><spdx:OrLaterOperator><spdx:member rdf:resource="http://spdx.org/licenses/GPL-2.0"/></spdx:OrLaterOperator></spdx:member>
      <spdx:member rdf:resource="${BASE}#LicenseRef-own"/>
      <spdx:member>
        <spdx:WithExceptionOperator>
          <spdx:member rdf:resource="http://spdx.org/licenses/GPL-2.0-only"/>
          <spdx:licenseException rdf:resource="http://spdx.org/licenses/Classpath-exception-2.0"/>
        </spdx:WithExceptionOperator>
      </spdx:member>
    </spdx:DisjunctiveLicenseSet>
  </spdx:licenseDeclared>
  <doap:homepage>https://lodash.example/</doap:homepage>
  <spdx:primaryPackagePurpose rdf:resource="http://spdx.org/rdf/terms#purpose_library"/>
  <spdx:checksum>
    <spdx:Checksum>
      <spdx:algorithm rdf:resource="http://spdx.org/rdf/terms#checksumAlgorithm_sha3_256"/>
      <spdx:checksumValue>${'ab'.repeat(32)}</spdx:checksumValue>
    </spdx:Checksum>
  </spdx:checksum>
  <spdx:externalRef>
    <spdx:ExternalRef>
      <spdx:referenceCategory rdf:resource="http://spdx.org/rdf/terms#referenceCategory_packageManager"/>
      <spdx:referenceType rdf:resource="http://spdx.org/rdf/references/purl"/>
      <spdx:referenceLocator>pkg:npm/lodash@4.17.11</spdx:referenceLocator>
    </spdx:ExternalRef>
  </spdx:externalRef>
</spdx:Package>`

const DOCUMENT = rdf(`<spdx:SpdxDocument rdf:about="${BASE}#SPDXRef-DOCUMENT" spdx:name="shop">
  <spdx:specVersion>SPDX-2.3</spdx:specVersion>
  <spdx:dataLicense rdf:resource="http://spdx.org/licenses/CC0-1.0"/>
  <spdx:creationInfo rdf:parseType="Resource">
    <spdx:created>2026-01-01T00:00:00Z</spdx:created>
    <spdx:creator>Tool: made-up-1.0</spdx:creator>
  </spdx:creationInfo>
  <spdx:hasExtractedLicensingInfo>
    <spdx:ExtractedLicensingInfo rdf:about="${BASE}#LicenseRef-own">
      <spdx:licenseId>LicenseRef-own</spdx:licenseId>
      <spdx:extractedText>Do as you like.</spdx:extractedText>
    </spdx:ExtractedLicensingInfo>
  </spdx:hasExtractedLicensingInfo>
  <spdx:relationship>
    <spdx:Relationship>
      <spdx:relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_describes"/>
      <spdx:relatedSpdxElement>
        <spdx:Package rdf:about="${BASE}#SPDXRef-shop">
          <spdx:name>shop</spdx:name>
          <spdx:downloadLocation>NONE</spdx:downloadLocation>
          <spdx:relationship>
            <spdx:Relationship>
              <spdx:relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_dependsOn"/>
              <spdx:relatedSpdxElement rdf:resource="${BASE}#SPDXRef-lodash"/>
            </spdx:Relationship>
          </spdx:relationship>
        </spdx:Package>
      </spdx:relatedSpdxElement>
    </spdx:Relationship>
  </spdx:relationship>
</spdx:SpdxDocument>
${LODASH}`)

it('reads nested, referenced and typed nodes as one document', () => {
  const { bom, format, problems } = readBom(DOCUMENT)
  expect(format).toEqual({ name: 'SPDX', version: '2.3', encoding: 'rdf-xml' })
  expect(problems.map(({ detail }) => detail)).toEqual(['not carried over: text of a licence (1)'])
  expect(bom).toMatchObject({
    id: BASE,
    name: 'shop',
    created: '2026-01-01T00:00:00Z',
    dataLicense: 'CC0-1.0',
    tools: [{ name: 'made-up', version: '1.0' }],
    subject: 'SPDXRef-shop',
    edges: [['SPDXRef-shop', 'SPDXRef-lodash']],
  })
  expect(bom.components.map(({ ref }) => ref)).toEqual(['SPDXRef-shop', 'SPDXRef-lodash'])
  expect(bom.components[1]).toMatchObject({
    type: 'library',
    version: '4.17.11',
    purl: 'pkg:npm/lodash@4.17.11',
    licenses: ['(GPL-2.0+ OR GPL-2.0-only WITH Classpath-exception-2.0 OR LicenseRef-own OR MIT)'],
    hashes: [{ algorithm: 'sha3-256', value: 'ab'.repeat(32) }],
    references: [{ type: 'website', url: 'https://lodash.example/' }],
  })
})

it.each([
  ['no document', rdf(LODASH), 'this RDF describes no SPDX document'],
  ['no creation info', DOCUMENT.replace(/<spdx:creationInfo[^]*<\/spdx:creationInfo>/, ''), 'creationInfo'],
  ['a package without a name', DOCUMENT.replace('<spdx:name>lodash</spdx:name>', ''), '/packages/1'],
  ['a made-up relationship', DOCUMENT.replace('relationshipType_dependsOn', 'relationshipType_likes'), '/relationships/1'],
  ['RDF that is cut', DOCUMENT.slice(0, 2000), 'not well-formed XML'],
])('refuses %s', (_, text, said) => {
  expect(() => readSpdxRdf(text)).toThrow(said)
})

it('tells faults by the line of their element', () => {
  const text = DOCUMENT.replace('<spdx:name>lodash</spdx:name>', '')
  const line = text.slice(0, text.indexOf('#SPDXRef-lodash">')).split('\n').length
  expect(validateBom(text)[0]).toMatchObject({ line, path: '/packages/1', rule: 'required' })
})

it('neither depth nor circles trap it', () => {
  const depth = 4_000
  const chain = Array.from({ length: depth }, (_, at) => `<spdx:Package rdf:about="${BASE}#SPDXRef-${at}"><spdx:hasFile>`).join('')
  const deep = rdf(chain + '</spdx:hasFile></spdx:Package>'.repeat(depth))
  expect(() => readSpdxRdf(deep)).toThrow('describes no SPDX document')
  expect(() => readSpdxRdf(rdf('<spdx:Package><spdx:hasFile>'.repeat(10_000)))).toThrow('deeper than 10000')
  const circle = `<spdx:ConjunctiveLicenseSet rdf:nodeID="a"><spdx:member rdf:nodeID="a"/><spdx:member rdf:nodeID="a"/></spdx:ConjunctiveLicenseSet>`
  const text = DOCUMENT.replace(/<spdx:licenseConcluded[^>]*>/, '<spdx:licenseConcluded rdf:nodeID="a"/>').replace(
    '</rdf:RDF>',
    `${circle}</rdf:RDF>`,
  )
  expect(readBom(text, { invalid: 'report' }).bom.components).toHaveLength(2)
  const set = (at: number): string =>
    `<spdx:DisjunctiveLicenseSet rdf:nodeID="s${at}"><spdx:member rdf:nodeID="s${at + 1}"/></spdx:DisjunctiveLicenseSet>`
  const sets = Array.from({ length: depth }, (_, at) => set(at)).join('')
  const long = DOCUMENT.replace(/<spdx:licenseConcluded[^>]*>/, '<spdx:licenseConcluded rdf:nodeID="s0"/>').replace(
    '</rdf:RDF>',
    `${sets}</rdf:RDF>`,
  )
  expect(readBom(long, { invalid: 'report' }).bom.components).toHaveLength(2)
})
