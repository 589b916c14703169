import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCycloneDxVex, REPORT_FORMATS } from '@cupel/formats'
import { readConfig } from '@cupel/policy'
import Ajv from 'ajv'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { SAMPLE_REPORT } from '../../packages/formats/src/reports/sample/sample-report.ts'
import { sharedPath } from '../shared.ts'

type Check = (value: unknown) => boolean

function schemaCheck(name: string): Check {
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'schemas', name), 'utf8')) as object
  return addFormats.default(new Ajv2020.default({ allErrors: true, allowUnionTypes: true })).compile(schema)
}

async function written(): Promise<Record<string, unknown>> {
  const format = await REPORT_FORMATS.find((one) => one.id === 'json')?.load()
  return JSON.parse(format?.write(SAMPLE_REPORT, {}) ?? 'null') as Record<string, unknown>
}

describe('docs/schemas/scan-report-1.0', () => {
  const check = schemaCheck('scan-report-1.0.schema.json')

  test('accepts what is written', async () => {
    expect(check(await written())).toBe(true)
  })

  test('refuses every member that is missing, unknown, or of another type', async () => {
    const value = await written()
    let refused = 0
    for (const key of Object.keys(value)) {
      const { [key]: _left, ...rest } = value
      for (const wrong of [rest, { ...value, [key]: 7 }, { ...value, [`${key}x`]: value[key] }]) {
        expect(check(wrong), key).toBe(false)
        refused++
      }
    }
    console.log('scan report schema', { members: Object.keys(value).length, refused })
    expect(refused).toBe(33)
  })
})

describe('docs/schemas/config-1.0', () => {
  const check = schemaCheck('config-1.0.schema.json')
  const waiver = { id: 'CVE-2020-1', reason: 'r', owner: 'o', expires: '2030-01-01' }

  test.each([
    ['', {}],
    ['[gate]\nfail-on = "kev, epss>0.5"\nmax-age = "7d"\n', { gate: { 'fail-on': 'kev, epss>0.5', 'max-age': '7d' } }],
    ['[gate]\nfail-on = ["high", "malware"]\nmax-age = 7\n', { gate: { 'fail-on': ['high', 'malware'], 'max-age': 7 } }],
    ['[gate]\nfail-on = "nonsense"\n', { gate: { 'fail-on': 'nonsense' } }],
    ['[gate]\nfail-on = "none,high"\n', { gate: { 'fail-on': 'none,high' } }],
    ['[gate]\nmax-age = "soon"\n', { gate: { 'max-age': 'soon' } }],
    ['[scan]\nexclude = ["a"]\nno-dev = true\n', { scan: { exclude: ['a'], 'no-dev': true } }],
    ['[scan]\nexclude = "a"\n', { scan: { exclude: 'a' } }],
    ['[scans]\n', { scans: {} }],
    ['[[waiver]]\nid = "CVE-2020-1"\nreason = "r"\nowner = "o"\nexpires = "2030-01-01"\n', { waiver: [waiver] }],
    [
      '[[waiver]]\nid = "CVE-2020-1"\nreason = "r"\nowner = "o"\nexpires = "2030-02-31"\n',
      { waiver: [{ ...waiver, expires: '2030-02-31' }] },
    ],
    [
      '[[waiver]]\nid = "CVE-2020-1"\nreason = "r"\nexpires = "2030-01-01"\n',
      { waiver: [{ id: 'CVE-2020-1', reason: 'r', expires: '2030-01-01' }] },
    ],
    ['[[waiver]]\nid = "CVE-*"\nreason = "r"\nowner = "o"\nexpires = "2030-01-01"\n', { waiver: [{ ...waiver, id: 'CVE-*' }] }],
    ['[output]\ncolour = "red"\n', { output: { colour: 'red' } }],
  ])('agrees with the reader about %j', (text, value) => {
    let read = true
    try {
      readConfig(text, 'cupel.toml')
    } catch {
      read = false
    }
    expect(check(value)).toBe(read)
  })
})

const cycloneDxFolder = sharedPath('schemas/cyclonedx')

describe.skipIf(cycloneDxFolder === null)('CycloneDX with vulnerabilities', () => {
  const official = (name: string): object => JSON.parse(readFileSync(join(cycloneDxFolder ?? '', name), 'utf8')) as object

  test('is valid by the official schema, and its analyses read back as VEX', async () => {
    const ajv = addFormats.default(new Ajv.default({ strict: false, allErrors: true, logger: false }))
    ajv.addSchema(official('spdx.schema.json')).addSchema(official('jsf-0.82.schema.json'))
    const validate = ajv.compile(official('bom-1.6.schema.json'))
    const format = await REPORT_FORMATS.find((one) => one.id === 'cyclonedx')?.load()
    const text = format?.write(SAMPLE_REPORT, {}) ?? ''
    const bom = JSON.parse(text) as { vulnerabilities: { analysis?: unknown }[] }
    expect(validate(bom), JSON.stringify(validate.errors?.slice(0, 5))).toBe(true)
    expect(bom.vulnerabilities.map((one) => one.analysis)).toMatchInlineSnapshot(`
      [
        undefined,
        {
          "response": [
            "update",
          ],
        },
        undefined,
        {
          "detail": "“Only used for <checksums>”, team-shop until 2030-01-01 (waiver, cupel.toml:4)",
          "response": [
            "will_not_fix",
          ],
          "state": "exploitable",
        },
        {
          "detail": "vulnerable_code_not_in_execute_path: “The function is never called”, Acme (openvex, vex/lodash.json:9)",
          "justification": "code_not_reachable",
          "state": "not_affected",
        },
      ]
    `)
    const { statements, problems } = readCycloneDxVex(text, 'bom.json')
    expect(problems).toEqual([])
    expect(statements.map((one) => [one.vulnerabilities[0], one.status, one.products[0]?.ids[0]])).toEqual([
      ['GHSA-dddd-eeee-ffff', 'affected', 'pkg:npm/%40acme/crypto@2.0.0'],
      ['GHSA-gggg-hhhh-iiii', 'not_affected', 'pkg:npm/lodash@4.17.11'],
    ])
    console.log('CycloneDX report', { vulnerabilities: bom.vulnerabilities.length, analyses: statements.length })
  })
})
