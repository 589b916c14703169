import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DocumentInvalid } from '../document-invalid.ts'
import { elementLines } from './element-lines.ts'
import { loadVexRanges } from './load-vex-ranges.ts'
import { readVex } from './read-vex.ts'
import type { VexProduct } from './statement.ts'
import { unjudgedRange, vexApplies } from './vex-applies.ts'

function refusal(text: string): string {
  try {
    readVex(text, 'v.json')
    return ''
  } catch (error) {
    if (error instanceof DocumentInvalid) return `${error.fault}: ${error.message}`
    throw error
  }
}

function part(...ids: string[]): VexProduct {
  return { ids, cpes: [], hashes: [], versions: [], subcomponents: [] }
}

describe('readVex', () => {
  const openvex = (statements: unknown, changes: object = {}): string =>
    JSON.stringify({
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': 'https://x.example/1',
      author: 'A',
      timestamp: '2024-01-01T00:00:00Z',
      version: 1,
      statements,
      ...changes,
    })

  it.each([
    ['[]', 'malformed: not VEX: the document is no JSON object'],
    ['{}', 'malformed: not VEX: neither "@context" of OpenVEX, nor "document.csaf_version" of CSAF, nor "bomFormat" of CycloneDX'],
    ['{"a":', 'malformed: not valid JSON: the text ends where a value is expected'],
    [`{"a":${'['.repeat(10_000)}`, 'limit-exceeded: the document is nested deeper than 300 levels'],
    ['{"payloadType":"x"}', 'malformed: not VEX: a signed envelope without a payload in Base64'],
    [
      '{"payloadType":"application/json","payload":"e30="}',
      'malformed: not VEX: neither "@context" of OpenVEX, nor "document.csaf_version" of CSAF, nor "bomFormat" of CycloneDX',
    ],
    ['{"payloadType":"application/json","payload":"%%"}', 'malformed: not VEX: a signed envelope without a payload in Base64'],
    [
      '{"_type":"https://in-toto.io/Statement/v1","predicateType":"https://slsa.dev/provenance/v1"}',
      'malformed: not VEX: an in-toto statement without a predicate',
    ],
    [
      '{"_type":"https://in-toto.io/Statement/v1","predicate":{"a":1}}',
      'malformed: not VEX: neither "@context" of OpenVEX, nor "document.csaf_version" of CSAF, nor "bomFormat" of CycloneDX',
    ],
    ['<a/>', 'malformed: not VEX: XML, but not CycloneDX'],
    [openvex([]), 'malformed: not valid OpenVEX: there are no statements'],
    [openvex([{}], { '@context': 'https://openvex.dev/ns/v0.3.0' }), 'unsupported-content: this version of OpenVEX is not known'],
    ['{"document":{"csaf_version":"3.0"}}', 'unsupported-content: this version of CSAF is not known'],
    ['{"document":{"csaf_version":"2.0"}}', 'malformed: not valid CSAF 2.0: document.category is missing or no text'],
    ['{"bomFormat":"CycloneDX","specVersion":"1.6","components":[]}', 'malformed: not VEX: the CycloneDX document has no vulnerabilities'],
    [
      '{"bomFormat":"CycloneDX","specVersion":"1.6","vulnerabilities":[{"id":"CVE-1"}]}',
      'malformed: not VEX: no vulnerability of the CycloneDX document has an analysis',
    ],
    [
      '{"bomFormat":"CycloneDX","specVersion":"2.0","vulnerabilities":[]}',
      'unsupported-content: this version of CycloneDX has no known VEX',
    ],
  ])('refuses %s', (text, expected) => {
    expect(refusal(text)).toBe(expected)
  })

  it('leaves out a broken OpenVEX statement, says so with its line, and keeps the others', () => {
    const good = { vulnerability: { name: 'CVE-1' }, products: [{ '@id': 'pkg:npm/a' }], status: 'fixed' }
    const bad = [
      7,
      { status: 'fixed' },
      { ...good, status: 'maybe' },
      { ...good, status: 'not_affected' },
      { ...good, justification: 'x' },
      { ...good, products: [{}] },
    ]
    const { statements, problems } = readVex(openvex([good, ...bad], {}).replaceAll('},', '},\n'), 'v.json')
    expect(statements.length).toBe(1)
    expect(problems.map((one) => one.detail)).toEqual([
      'OpenVEX statement 2: it is no object',
      'OpenVEX statement 3: it names no vulnerability',
      'OpenVEX statement 4: its status is none of the four of OpenVEX',
      'OpenVEX statement 5: "not_affected" without justification or impact statement',
      'OpenVEX statement 6: its justification is none of the five of OpenVEX',
      'OpenVEX statement 7: a product has neither "@id" nor identifiers',
    ])
    expect(problems.every((one) => one.effect === 'incomplete' && (one.line ?? 0) > 0)).toBe(true)
  })

  it('reads CycloneDX in XML', () => {
    const text = `<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components><component type="library" bom-ref="l"><name>l</name><purl>pkg:npm/l@1</purl></component></components>
<vulnerabilities>
<vulnerability><id>CVE-1</id><analysis><state>resolved</state><detail>done</detail></analysis><affects><target><ref>l</ref></target></affects></vulnerability>
</vulnerabilities></bom>`
    const [one] = readVex(text, 'v.xml').statements
    expect([one?.vulnerabilities, one?.status, one?.impact, one?.products[0]?.ids, one?.line]).toEqual([
      ['CVE-1'],
      'fixed',
      'done',
      ['pkg:npm/l@1'],
      3,
    ])
  })

  it('reads what lacks an author or an id, and says so', () => {
    const text = openvex([{ vulnerability: { name: 'CVE-1' }, status: 'fixed' }], { author: '', '@id': 7 })
    const { statements, problems } = readVex(text, 'v.json')
    expect(statements.length).toBe(1)
    expect(problems.map((one) => `${one.effect}: ${one.detail}`)).toEqual([
      'note: not valid OpenVEX: "@id" is missing',
      'note: not valid OpenVEX: "author" is missing',
    ])
  })

  it('reads CSAF that only breaks formalities, and says which', () => {
    const text = csaf({ full_product_names: [{ product_id: 'P', name: 'p' }] }, { product_status: { fixed: ['P'] } })
    const { statements, problems } = readVex(text.replace('"version":"1"', '"version":"2"'), 'c.json')
    expect(statements.length).toBe(1)
    expect(problems.map((one) => `${one.effect}: ${one.detail}`)).toEqual([
      'note: not valid CSAF 2.0: mandatory test 6.1.16 fails (latest document version)',
    ])
  })

  it('reads the plain texts of OpenVEX 0.0', () => {
    const text = openvex([{ vulnerability: 'CVE-1', products: ['pkg:npm/a'], subcomponents: ['pkg:npm/b'], status: 'fixed' }], {
      '@context': 'https://openvex.dev/ns',
    })
    expect(readVex(text, 'v').statements[0]?.products).toEqual([
      { ...part('pkg:npm/a'), subcomponents: [{ ids: ['pkg:npm/b'], cpes: [], hashes: [], versions: [] }] },
    ])
  })

  it('reads CycloneDX analyses, with references into the document and beyond', () => {
    const text = JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      serialNumber: 'urn:uuid:1',
      metadata: {
        timestamp: '2024-01-01T00:00:00Z',
        supplier: { name: 'Acme' },
        component: { 'bom-ref': 'app', type: 'application', name: 'shop', purl: 'pkg:npm/shop@1' },
      },
      components: [
        {
          'bom-ref': 'l',
          type: 'library',
          name: 'lodash',
          version: '4',
          purl: 'pkg:npm/lodash@4',
          components: [{ 'bom-ref': 'n', type: 'library', name: 'n', purl: 'pkg:npm/n' }],
        },
      ],
      vulnerabilities: [
        {
          id: 'CVE-1',
          references: [{ id: 'GHSA-1' }],
          analysis: { state: 'not_affected', justification: 'code_not_reachable', detail: 'no path' },
          affects: [{ ref: 'l' }, { ref: 'app' }],
        },
        {
          id: 'CVE-2',
          analysis: { state: 'resolved' },
          affects: [{ ref: 'n', versions: [{ version: '1' }, { version: '2', status: 'unaffected' }] }],
        },
        { id: 'CVE-3', analysis: { state: 'in_triage' }, affects: [{ ref: 'urn:cdx:9/1#pkg%3Anpm%2Fx%401' }] },
        { id: 'CVE-4', analysis: { state: 'false_positive' } },
        { id: 'CVE-5', analysis: { state: 'perhaps' } },
        { id: 'CVE-6' },
      ],
    })
    const { statements, problems } = readVex(text, 'v.json')
    expect(
      statements.map((one) => [
        one.vulnerabilities,
        one.status,
        one.justification,
        one.products.map((product) => [product.ids, product.versions]),
      ]),
    ).toEqual([
      [
        ['CVE-1', 'GHSA-1'],
        'not_affected',
        'code_not_reachable',
        [
          [['pkg:npm/lodash@4'], []],
          [['pkg:npm/shop@1'], []],
        ],
      ],
      [['CVE-2'], 'fixed', '', [[['pkg:npm/n'], ['1', '2']]]],
      [['CVE-3'], 'under_investigation', '', [[['pkg:npm/x@1', 'urn:cdx:9/1#pkg%3Anpm%2Fx%401'], []]]],
      [['CVE-4'], 'not_affected', 'false_positive', []],
    ])
    expect([statements[0]?.author, statements[0]?.timestamp]).toEqual(['Acme', '2024-01-01T00:00:00Z'])
    expect(problems.map((one) => one.detail)).toEqual(['CycloneDX vulnerability 5: its analysis has an unknown state'])
  })

  const csaf = (tree: object, vulnerability: object, version = '2.0'): string =>
    JSON.stringify({
      document: {
        category: 'csaf_base',
        csaf_version: version,
        publisher: { category: 'vendor', name: 'Acme', namespace: 'https://acme.example' },
        title: 't',
        tracking: {
          id: 'A-1',
          status: 'final',
          version: '1',
          current_release_date: '2024-02-01T00:00:00Z',
          initial_release_date: '2024-02-01T00:00:00Z',
          revision_history: [{ date: '2024-02-01T00:00:00Z', number: '1', summary: 's' }],
        },
      },
      product_tree: tree,
      vulnerabilities: [{ cve: 'CVE-2024-0001', ...vulnerability }],
    })

  it('a part that is named in a product is not the part everywhere', () => {
    const product = (id: string, purl: string) => ({ product_id: id, name: id, product_identification_helper: { purl } })
    const tree = {
      full_product_names: [product('P', 'pkg:oci/app@sha256:aa'), product('L', 'pkg:npm/lodash@4')],
      relationships: [
        {
          category: 'default_component_of',
          product_reference: 'L',
          relates_to_product_reference: 'P',
          full_product_name: product('LP', 'pkg:npm/lodash@4'),
        },
      ],
    }
    const vulnerability = {
      product_status: { known_not_affected: ['LP'] },
      flags: [{ label: 'component_not_present', product_ids: ['LP'] }],
    }
    const [statement] = readVex(csaf(tree, vulnerability), 'c.json').statements
    const query = { ids: ['CVE-2024-0001'], purl: 'pkg:npm/lodash@4' }
    expect(vexApplies(statement!, query)).toBe(false)
    expect(vexApplies(statement!, { ...query, productDigest: 'sha256:aa' })).toBe(true)
  })

  it('a CycloneDX component whose version stands beside its purl is that version', () => {
    const text = JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      components: [{ type: 'library', 'bom-ref': 'l', name: 'l', version: '1.0.0', purl: 'pkg:npm/l' }],
      vulnerabilities: [{ id: 'CVE-1', analysis: { state: 'not_affected' }, affects: [{ ref: 'l' }] }],
    })
    const [statement] = readVex(text, 'v.json').statements
    expect(['1.0.0', '2.0.0'].map((version) => vexApplies(statement!, { ids: ['CVE-1'], purl: `pkg:npm/l@${version}` }))).toEqual([
      true,
      false,
    ])
  })

  it('reads CSAF product trees: branches, relationships, groups, helpers', () => {
    const product = (id: string, helper?: object) => ({
      product_id: id,
      name: id,
      ...(helper && { product_identification_helper: helper }),
    })
    const tree = {
      branches: [
        {
          category: 'vendor',
          name: 'Acme',
          branches: [{ category: 'product_version', name: '1', product: product('P', { purl: 'pkg:oci/app@sha256:aa' }) }],
        },
      ],
      full_product_names: [
        product('L', {
          purl: 'pkg:npm/lodash@4',
          cpe: 'cpe:/a:l:l:4',
          hashes: [{ file_hashes: [{ algorithm: 'SHA-256', value: 'AA'.repeat(32) }], filename: 'f' }],
        }),
        product('M'),
      ],
      relationships: [
        { category: 'default_component_of', product_reference: 'L', relates_to_product_reference: 'P', full_product_name: product('LP') },
      ],
      product_groups: [{ group_id: 'G', product_ids: ['LP', 'M'] }],
    }
    const vulnerability = {
      product_status: { known_not_affected: ['LP', 'M'], first_fixed: ['L'], recommended: ['P'] },
      flags: [{ label: 'component_not_present', group_ids: ['G'] }],
      threats: [{ category: 'impact', details: 'not shipped', product_ids: ['LP'] }],
      remediations: [{ category: 'vendor_fix', details: 'update', product_ids: ['L'] }],
    }
    const { statements } = readVex(csaf(tree, vulnerability), 'c.json')
    const shown = statements.map(({ status, justification, impact, action, products }) => ({
      status,
      justification,
      impact,
      action,
      products,
    }))
    expect(shown).toMatchInlineSnapshot(`
      [
        {
          "action": "",
          "impact": "not shipped",
          "justification": "component_not_present",
          "products": [
            {
              "cpes": [],
              "hashes": [],
              "ids": [
                "pkg:oci/app@sha256:aa",
              ],
              "subcomponents": [
                {
                  "cpes": [
                    "cpe:/a:l:l:4",
                  ],
                  "hashes": [
                    {
                      "algorithm": "sha256",
                      "value": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                    },
                  ],
                  "ids": [
                    "pkg:npm/lodash@4",
                  ],
                  "versions": [],
                },
              ],
              "versions": [],
            },
          ],
          "status": "not_affected",
        },
        {
          "action": "",
          "impact": "",
          "justification": "component_not_present",
          "products": [
            {
              "cpes": [],
              "hashes": [],
              "ids": [],
              "subcomponents": [],
              "versions": [],
            },
          ],
          "status": "not_affected",
        },
        {
          "action": "update",
          "impact": "",
          "justification": "",
          "products": [
            {
              "cpes": [
                "cpe:/a:l:l:4",
              ],
              "hashes": [
                {
                  "algorithm": "sha256",
                  "value": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                },
              ],
              "ids": [
                "pkg:npm/lodash@4",
              ],
              "subcomponents": [],
              "versions": [],
            },
          ],
          "status": "fixed",
        },
      ]
    `)
    expect([statements[0]?.author, statements[0]?.documentId, statements[0]?.timestamp]).toEqual(['Acme', 'A-1', '2024-02-01T00:00:00Z'])
    const query = { ids: ['CVE-2024-0001'], purl: 'pkg:npm/lodash@4', productPurls: ['pkg:oci/app@sha256:aa'] }
    expect(statements.map((one) => vexApplies(one, query))).toEqual([true, false, true])
  })

  it('reads the product paths of CSAF 2.1', () => {
    const names = ['A', 'B', 'C'].map((id) => ({
      product_id: id,
      name: id,
      product_identification_helper: { purls: [`pkg:npm/${id.toLowerCase()}@1`] },
    }))
    const tree = {
      full_product_names: names,
      product_paths: [
        {
          beginning_product_reference: 'A',
          full_product_name: { product_id: 'ABC', name: 'A in B in C' },
          subpaths: [
            { category: 'default_component_of', next_product_reference: 'B' },
            { category: 'installed_on', next_product_reference: 'C' },
          ],
        },
      ],
    }
    const [one] = readVex(csaf(tree, { product_status: { fixed: ['ABC'] } }, '2.1'), 'c.json').statements
    expect([one?.products[0]?.ids, one?.products[0]?.subcomponents[0]?.ids]).toEqual([['pkg:npm/c@1'], ['pkg:npm/a@1']])
  })

  it('is not trapped by circles or by a very large tree', () => {
    const circle = {
      relationships: [
        {
          category: 'installed_on',
          product_reference: 'A',
          relates_to_product_reference: 'B',
          full_product_name: { product_id: 'A', name: 'A' },
        },
        {
          category: 'installed_on',
          product_reference: 'A',
          relates_to_product_reference: 'A',
          full_product_name: { product_id: 'B', name: 'B' },
        },
      ],
    }
    expect(refusal(csaf(circle, { product_status: { fixed: ['A'] } }))).toContain('6.1.3')
    const many = Array.from({ length: 20_000 }, (_, at) => ({ product_id: `P${at}`, name: 'x' }))
    expect(refusal(csaf({ full_product_names: many }, { product_status: { fixed: many.map((one) => one.product_id) } }))).toBe('')
  })

  it.each([
    ['no versions', 'not_affected', undefined, true],
    ['this version', 'not_affected', [{ version: '4.17.10' }], true],
    ['this version, unaffected', 'not_affected', [{ version: '4.17.10', status: 'unaffected' }], true],
    ['this version, affected', 'not_affected', [{ version: '4.17.10', status: 'affected' }], false],
    ['another version, unaffected', 'not_affected', [{ version: '4.17.11', status: 'unaffected' }], false],
    ['a range', 'not_affected', [{ range: 'vers:npm/>=4.17.0', status: 'unaffected' }], true],
    ['a range without it', 'not_affected', [{ range: 'vers:npm/>=4.17.11', status: 'unaffected' }], false],
    ['a range of affected versions', 'not_affected', [{ range: 'vers:npm/>=4.17.0', status: 'affected' }], false],
    ['a range and another version', 'not_affected', [{ version: '4.17.2' }, { range: 'vers:npm/>=4.17.3|<4.18' }], true],
    ['a range of several parts', 'exploitable', [{ range: 'vers:npm/<2.0|>=4.17.0|<4.17.21' }], true],
    ['this version, unaffected, in triage', 'in_triage', [{ version: '4.17.10', status: 'unaffected' }], false],
  ])('CycloneDX, listed versions: %s (%s)', async (_, state, versions, applies) => {
    const affects = [{ ref: 'pkg:npm/lodash', ...(versions && { versions }) }]
    const text = JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      vulnerabilities: [{ id: 'C', analysis: { state }, affects }],
    })
    const [statement] = (await loadVexRanges(readVex(text, 'v.json'))).statements
    expect(statement && vexApplies(statement, { ids: ['C'], purl: 'pkg:npm/lodash@4.17.10' })).toBe(applies)
  })

  it.each([
    ['product_version', '4.17.10', 'pkg:npm/lodash', true],
    ['product_version', '4.17.11', 'pkg:npm/lodash', false],
    ['product_version', 'a name', 'pkg:npm/lodash@4.17.10', true],
    ['product_version_range', 'vers:npm/>=4.17.11', 'pkg:npm/lodash', false],
    ['product_version_range', 'vers:npm/>=4.17.0|<4.17.11', 'pkg:npm/lodash', true],
    ['product_version_range', 'vers:npm/>=4.17.0|!=4.17.10|<4.17.11', 'pkg:npm/lodash', false],
    ['product_version_range', 'vers:all/*', 'pkg:npm/lodash', true],
    ['product_version_range', '>=4.17.0|<4.17.11', 'pkg:npm/lodash', true],
    ['product_version_range', '<4.17.11', 'pkg:npm/lodash', true],
    ['product_version_range', '<4.17.10', 'pkg:npm/lodash', false],
    ['product_version_range', '>=1 <2 || >=4 <5', 'pkg:npm/lodash', true],
    ['product_version_range', '>=1 <2 || >=5 <6', 'pkg:npm/lodash', false],
    ['product_version_range', 'vers:npm/>=4.17.11', 'pkg:npm/lodash@4.17.10', true],
    ['product_name', 'lodash', 'pkg:npm/lodash', true],
  ])('CSAF, a purl below the branch %s %s: %s', async (category, name, purl, applies) => {
    const product = { product_id: 'P', name: 'p', product_identification_helper: { purl } }
    const text = csaf({ branches: [{ category, name, product }] }, { product_status: { known_not_affected: ['P'] } })
    const { statements, problems } = await loadVexRanges(readVex(text, 'c.json'))
    const query = { ids: ['CVE-2024-0001'], purl: 'pkg:npm/lodash@4.17.10' }
    expect(statements.some((one) => vexApplies(one, query))).toBe(applies)
    expect(problems).toEqual([])
  })

  it.each([
    ['prior to 4.17.11', 'pkg:npm/lodash', 'how they belong together'],
    ['later', 'pkg:npm/lodash', '"later" is no version of its order'],
    ['4.17.10 4.17.11', 'pkg:npm/lodash', 'how they belong together'],
    ['all versions', 'pkg:npm/lodash', 'how they belong together'],
    ['vers:npm/', 'pkg:npm/lodash', 'at least one constraint'],
    ['vers:npm/>=1,<2', 'pkg:npm/lodash', ''],
    ['vers:oracle/<5', 'pkg:npm/lodash', 'the order of its versions is not known'],
    ['<5', 'pkg:generic/lodash', 'the order of its versions is not known'],
  ])('CSAF, a range that cannot be evaluated is said and never applied: %s of %s', async (name, purl, why) => {
    const product = { product_id: 'P', name: 'p', product_identification_helper: { purl } }
    const text = csaf(
      { branches: [{ category: 'product_version_range', name, product }] },
      { product_status: { known_not_affected: ['P'] } },
    )
    const { statements, problems } = await loadVexRanges(readVex(text, 'c.json'))
    expect(statements).toHaveLength(1)
    expect(statements.some((one) => vexApplies(one, { ids: ['CVE-2024-0001'], purl: `${purl}@4.17.10` }))).toBe(false)
    expect(problems.map(({ code, effect, line = 0 }) => [code, effect, line > 0])).toEqual([['version-uncomparable', 'note', true]])
    expect(problems[0]?.detail).toContain(why)
  })

  it('a version that the order of the range does not know is left open, and can be told', async () => {
    const product = { product_id: 'P', name: 'p', product_identification_helper: { purl: 'pkg:pypi/a' } }
    const text = csaf(
      { branches: [{ category: 'product_version_range', name: '<5', product }] },
      { product_status: { known_not_affected: ['P'] } },
    )
    const [statement] = (await loadVexRanges(readVex(text, 'c.json'))).statements
    const asked = (version: string) => ({ ids: ['CVE-2024-0001'], purl: `pkg:pypi/a${version}` })
    const answers = ['@4', '@5', '@what-ever', ''].map(
      (version) => statement && [vexApplies(statement, asked(version)), unjudgedRange(statement, asked(version))?.text ?? ''],
    )
    expect(answers).toEqual([
      [true, ''],
      [false, ''],
      [false, '<5'],
      [false, '<5'],
    ])
  })

  const inner = openvex([
    { vulnerability: { name: 'CVE-1' }, status: 'fixed' },
    { vulnerability: { name: 'CVE-2' }, status: 'fixed', products: [{ '@id': 'pkg:npm/a@1' }] },
  ])
  const digest = { sha256: 'ab'.repeat(32) }
  const statement = JSON.stringify({
    _type: 'https://in-toto.io/Statement/v0.1',
    predicateType: 'https://openvex.dev/ns/v0.2.0',
    subject: [{ name: 'registry.example/shop', digest }, { name: 'pkg:npm/shop@1' }, { name: 'nameless' }],
    predicate: JSON.parse(inner) as unknown,
  })
  const envelope = (payload: string, type = 'application/vnd.in-toto+json'): string =>
    JSON.stringify({ payloadType: type, payload: Buffer.from(payload).toString('base64'), signatures: [{ sig: 'AA==' }] }, null, 2)

  it.each([
    ['a statement', statement, 2, false],
    ['a statement without context inside', statement.replace('"@context":"https://openvex.dev/ns/v0.2.0",', ''), 2, false],
    ['an envelope around a statement', envelope(statement), 2, true],
    ['an envelope around VEX', envelope(inner, 'application/vnd.openvex+json'), 0, true],
    [
      'a bundle',
      JSON.stringify({
        mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        dsseEnvelope: JSON.parse(envelope(statement)) as unknown,
      }),
      2,
      true,
    ],
  ])('takes VEX out of %s and says what nobody verified', (_, text, subjects, signed) => {
    const { statements, problems } = readVex(text, 'v.json')
    expect(statements.map(({ vulnerabilities, products, line }) => [vulnerabilities[0], products.length, line])).toEqual([
      ['CVE-1', subjects, 0],
      ['CVE-2', 1, 0],
    ])
    expect(problems.map(({ effect, detail }) => `${effect} ${detail}`.slice(0, 45))).toEqual(
      signed ? ['note the signature around this VEX document was'].map((one) => one.slice(0, 45)) : [],
    )
    const [first] = statements
    const query = { ids: ['CVE-1'], purl: 'pkg:npm/x@1', productDigest: `sha256:${digest.sha256}` }
    expect(first && vexApplies(first, query)).toBe(subjects > 0)
  })

  it('a wrapping holds one document, not another wrapping', () => {
    expect(refusal(envelope(envelope(statement)))).toContain('an envelope inside an envelope')
    expect(refusal(envelope('nonsense'))).toContain('not valid JSON')
    expect(
      refusal(envelope(JSON.stringify({ _type: 'https://in-toto.io/Statement/v1', predicate: JSON.parse(statement) as unknown }))),
    ).toContain('a statement inside a statement')
  })

  it('throws nothing but DocumentInvalid, whatever is changed in a document', () => {
    const base = [
      openvex([
        { vulnerability: { name: 'CVE-1' }, products: [{ '@id': 'pkg:npm/a', subcomponents: [{ '@id': 'pkg:npm/b' }] }], status: 'fixed' },
      ]),
      csaf(
        { full_product_names: [{ product_id: 'P', name: 'p' }] },
        { product_status: { fixed: ['P'] }, flags: [{ label: 'x', product_ids: ['P'] }] },
      ),
      '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"bom-ref":"a","purl":"pkg:npm/a"}],"vulnerabilities":[{"id":"C","analysis":{"state":"resolved"},"affects":[{"ref":"a"}]}]}',
    ]
    const junk = fc.constantFrom<unknown>(null, 1, '', 'x', [], {}, [null], [[]], [{}], { a: 1 }, true, '__proto__', 'constructor')
    fc.assert(
      fc.property(fc.constantFrom(...base), fc.nat(), junk, fc.boolean(), (text, place, value, cut) => {
        if (cut) return void refusal(text.slice(0, place % text.length))
        let seen = 0
        const changed = JSON.stringify(JSON.parse(text), (_, member: unknown) => (seen++ === place % 60 && seen > 1 ? value : member))
        refusal(changed)
      }),
      { seed: 1, numRuns: 3000 },
    )
  })
})

it('elementLines', () => {
  expect(elementLines('{"a":[1],\n"s": [\n{"s":[\n1]},\n2,\n"x,]" ]}', 's')).toEqual([3, 5, 6])
  expect(elementLines('{"s":[]}', 's')).toEqual([])
  expect(elementLines('{"s":{"s":[1]}}', 's')).toEqual([])
  expect(elementLines('{"x":"s","s":[\n1]}', 's')).toEqual([2])
})
