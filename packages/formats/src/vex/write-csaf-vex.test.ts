import { expect, test } from 'vitest'
import { readVex } from './read-vex.ts'
import type { VexStatement } from './statement.ts'
import { csafFileName, writeCsafVex } from './write-csaf-vex.ts'

const OPTIONS = {
  title: 'Vulnerabilities in the components of shop',
  publisher: { category: 'vendor', name: 'Acme', namespace: 'https://acme.example' },
  id: 'Acme VEX 1',
  timestamp: '2026-01-15T00:00:00.000Z',
  summaries: new Map([['CVE-2025-1001', 'left pads too far']]),
} as const

function statement(more: Partial<VexStatement>): VexStatement {
  const product = { ids: ['pkg:npm/left@1.0.0'], cpes: [], hashes: [], versions: [], subcomponents: [] }
  return {
    format: 'openvex',
    vulnerabilities: ['CVE-2025-1001'],
    products: [product],
    status: 'fixed',
    justification: '',
    impact: '',
    action: '',
    author: '',
    timestamp: '',
    documentId: '',
    source: '',
    line: 0,
    ...more,
  }
}

const right = { ids: ['pkg:npm/right@2.0.0'], cpes: [], hashes: [], versions: [], subcomponents: [] }

test('every status is read back with its words, and no mandatory test fails', () => {
  const statements = [
    statement({ status: 'not_affected', justification: 'vulnerable_code_not_present', impact: 'left out' }),
    statement({ status: 'affected', action: 'Update to 2.0.1.', products: [right] }),
    statement({ vulnerabilities: ['GHSA-aaaa-bbbb-cccc', 'CVE-2025-1002'], status: 'fixed' }),
    statement({ vulnerabilities: ['GHSA-aaaa-bbbb-cccc', 'CVE-2025-1002'], status: 'under_investigation', products: [right] }),
    statement({ vulnerabilities: ['MAL-2026-1'], status: 'affected' }),
  ]
  const { statements: read, problems } = readVex(writeCsafVex(statements, OPTIONS), 'vex.json')
  expect(problems).toEqual([])
  expect(
    read.map(({ vulnerabilities, products, status, justification, impact, action, author }) => [
      vulnerabilities,
      products.map(({ ids }) => ids[0]),
      status,
      justification,
      impact,
      action,
      author,
    ]),
  ).toEqual([
    [['CVE-2025-1001'], ['pkg:npm/left@1.0.0'], 'not_affected', 'vulnerable_code_not_present', 'left out', '', 'Acme'],
    [['CVE-2025-1001'], ['pkg:npm/right@2.0.0'], 'affected', '', '', 'Update to 2.0.1.', 'Acme'],
    [['CVE-2025-1002', 'GHSA-aaaa-bbbb-cccc'], ['pkg:npm/left@1.0.0'], 'fixed', '', '', '', 'Acme'],
    [['CVE-2025-1002', 'GHSA-aaaa-bbbb-cccc'], ['pkg:npm/right@2.0.0'], 'under_investigation', '', '', '', 'Acme'],
    [['MAL-2026-1'], ['pkg:npm/left@1.0.0'], 'affected', '', '', 'No action is known so far.', 'Acme'],
  ])
})

test.each([
  ['no statements', []],
  ['not_affected without a reason', [statement({ status: 'not_affected' })]],
  ['no package', [statement({ products: [] })]],
  ['no vulnerability', [statement({ vulnerabilities: [] })]],
])('%s cannot be written', (_, statements) => {
  expect(() => writeCsafVex(statements, OPTIONS)).toThrow(RangeError)
})

test('the file is named as the standard says', () => {
  expect(csafFileName('Acme VEX_2026:1.0')).toBe('acme_vex_2026_1_0.json')
})
