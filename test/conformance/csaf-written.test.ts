import { readFileSync } from 'node:fs'
import { writeCsafVex } from '@cupel/formats'
import type { VexStatement } from '@cupel/formats'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { sharedPath } from '../shared.ts'

const schema = sharedPath('schemas/csaf/2.0/csaf_json_schema.json')

const STATUSES = ['affected', 'not_affected', 'fixed', 'under_investigation'] as const
const IDS = [['CVE-2025-1001'], ['GHSA-aaaa-bbbb-cccc', 'CVE-2025-1002'], ['MAL-2026-1'], ['PYSEC-2025-1', 'OSV-1']]
const PURLS = [
  'pkg:npm/%40acme/kit@1.0.0',
  'pkg:deb/debian/openssl@3.0.1-1?arch=amd64&distro=debian-12',
  'pkg:golang/example.org/x/y@v1.2.3#sub/path',
]

test.skipIf(schema === null)('CSAF documents that are written hold to the schema of the standard', () => {
  // CVSS is never written, so that its schemas are not needed.
  const ajv = new Ajv2020.default({ strict: false, allErrors: true })
  addFormats.default(ajv)
  for (const uri of ['cvss-v2.0.json', 'cvss-v3.0.json', 'cvss-v3.1.json']) ajv.addSchema({ $id: `https://www.first.org/cvss/${uri}` })
  const validate = ajv.compile(JSON.parse(readFileSync(schema as string, 'utf8')) as object)
  let checked = 0
  for (const status of STATUSES)
    for (const vulnerabilities of IDS)
      for (const purls of [PURLS.slice(0, 1), PURLS]) {
        const text = writeCsafVex([statement(status, vulnerabilities, purls)], {
          title: 'Statements',
          publisher: { category: 'vendor', name: 'Acme', namespace: 'https://acme.example' },
          id: 'acme-1',
          timestamp: '2026-01-15T00:00:00.000Z',
        })
        expect([validate(JSON.parse(text)), validate.errors]).toEqual([true, null])
        checked++
      }
  console.log(`csaf-written: ${checked} documents hold to the schema`)
  expect(checked).toBe(32)
})

function statement(status: VexStatement['status'], vulnerabilities: readonly string[], purls: readonly string[]): VexStatement {
  const products = purls.map((purl) => ({ ids: [purl], cpes: [], hashes: [], versions: [], subcomponents: [] }))
  const impact = status === 'not_affected' ? 'it is never called' : ''
  return {
    format: 'openvex',
    vulnerabilities,
    products,
    status,
    justification: '',
    impact,
    action: '',
    author: '',
    timestamp: '',
    documentId: '',
    source: '',
    line: 0,
  }
}
