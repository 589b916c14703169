import { describe, expect, it } from 'vitest'
import type { VexProduct, VexStatement } from './statement.ts'
import { writeOpenVex } from './write-open-vex.ts'

function part(...ids: string[]): VexProduct {
  return { ids, cpes: [], hashes: [], versions: [], subcomponents: [] }
}

function statement(products: readonly VexProduct[], changes: Partial<VexStatement> = {}): VexStatement {
  return {
    format: 'openvex',
    vulnerabilities: ['CVE-2024-1'],
    products,
    status: 'not_affected',
    justification: '',
    impact: 'no',
    action: '',
    author: 'A',
    timestamp: '2024-01-01T00:00:00Z',
    documentId: 'd',
    source: 'v.json',
    line: 1,
    ...changes,
  }
}

describe('writeOpenVex', () => {
  it('refuses what OpenVEX cannot say', () => {
    const options = { author: 'A', timestamp: '2024-01-01T00:00:00Z', id: 'https://x.example/1' }
    expect(() => writeOpenVex([], options)).toThrow(RangeError)
    expect(() => writeOpenVex([statement([part('pkg:npm/a')], { impact: '' })], options)).toThrow('has no reason')
    expect(() => writeOpenVex([statement([part('pkg:npm/a')], { status: 'affected' })], options)).toThrow('no action statement')
  })

  it('writes the same bytes every time', () => {
    const options = { author: 'A', timestamp: '2024-01-01T00:00:00Z', id: 'https://x.example/1' }
    expect(
      writeOpenVex(
        [statement([{ ...part('pkg:npm/a'), hashes: [{ algorithm: 'sha256', value: 'aa' }], subcomponents: [part('pkg:npm/b')] }])],
        options,
      ),
    ).toMatchInlineSnapshot(`
      "{
        "@context": "https://openvex.dev/ns/v0.2.0",
        "@id": "https://x.example/1",
        "author": "A",
        "timestamp": "2024-01-01T00:00:00Z",
        "version": 1,
        "tooling": "cupel",
        "statements": [
          {
            "vulnerability": {
              "name": "CVE-2024-1"
            },
            "products": [
              {
                "@id": "pkg:npm/a",
                "hashes": {
                  "sha-256": "aa"
                },
                "subcomponents": [
                  {
                    "@id": "pkg:npm/b"
                  }
                ]
              }
            ],
            "status": "not_affected",
            "supplier": "A",
            "impact_statement": "no"
          }
        ]
      }
      "
    `)
  })
})
