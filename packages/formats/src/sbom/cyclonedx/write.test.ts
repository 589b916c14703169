import type { Bom, BomVulnerability } from '@cupel/model'
import { expect, it } from 'vitest'
import { readBom, validateBom } from '../read-bom.ts'
import { writeCycloneDx } from './write.ts'
import { EMPTY_COMPONENT } from '../empty-component.ts'

const vulnerability: BomVulnerability = {
  id: 'CVE-2024-1',
  source: { name: 'NVD', url: 'https://nvd.example/CVE-2024-1' },
  references: [{ id: 'GHSA-x', source: { name: 'GitHub', url: '' } }],
  ratings: [{ source: 'NVD', score: 9.8, severity: 'critical', method: 'CVSSv4', vector: 'CVSS:4.0/AV:N' }],
  cwes: [79],
  description: 'a < b & c',
  detail: '',
  recommendation: 'upgrade to 2',
  advisories: ['https://a.example'],
  published: '2024-01-01T00:00:00Z',
  updated: '',
  analysis: { state: 'not_affected', justification: 'code_not_reachable', response: ['update'], detail: 'never called' },
  affects: [
    {
      ref: 'a',
      versions: [
        { version: '1', range: '', status: 'affected' },
        { version: '', range: 'vers:npm/<2', status: '' },
      ],
    },
  ],
  properties: [['cupel:rank', '90']],
}

const bom: Bom = {
  id: '',
  name: 'x',
  created: '2024-05-06T07:08:09Z',
  authors: [],
  suppliers: [],
  tools: [{ name: 'cupel', version: '1' }],
  dataLicense: '',
  lifecycles: [],
  subject: '',
  components: [
    {
      ...EMPTY_COMPONENT,
      ref: 'a',
      type: 'cryptographic-asset',
      name: 'a',
      version: '1',
      licenses: ['MIT OR ISC', 'Own'],
      hashes: [{ algorithm: 'sha224', value: 'ab'.repeat(28) }],
    },
  ],
  edges: [],
  stated: ['a'],
}

it.each(['1.4', '1.5', '1.6', '1.7'] as const)('writes valid %s with vulnerabilities, twice the same', (version) => {
  for (const encoding of ['json', 'xml'] as const) {
    const text = writeCycloneDx(bom, { version, encoding, vulnerabilities: [vulnerability] })
    expect(validateBom(text)).toEqual([])
    expect(writeCycloneDx(bom, { version, encoding, vulnerabilities: [vulnerability] })).toBe(text)
    expect(readBom(text).bom.components).toEqual(bom.components)
  }
})

it('writes a method that 1.4 does not know as other', () => {
  const method = (version: '1.4' | '1.5'): unknown =>
    JSON.parse(writeCycloneDx(bom, { version, encoding: 'json', vulnerabilities: [vulnerability] })).vulnerabilities[0].ratings[0].method
  expect([method('1.4'), method('1.5')]).toEqual(['other', 'CVSSv4'])
})

it('makes its serial number from the content', () => {
  const serial = (value: Bom): string => JSON.parse(writeCycloneDx(value, { version: '1.6', encoding: 'json' })).serialNumber
  expect(serial(bom)).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(serial({ ...bom, name: 'x' })).toBe(serial(bom))
  expect(serial({ ...bom, stated: [] })).not.toBe(serial(bom))
  expect(serial({ ...bom, id: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79' })).toBe('urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79')
})
