import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadVersionScheme } from '@cupel/model'
import { describe, expect, test } from 'vitest'
import { sharedPath } from '../shared.ts'

const ECOSYSTEMS: Readonly<Record<string, string>> = {
  alpine: 'Alpine:v3.20',
  cran: 'CRAN',
  debian: 'Debian:12',
  maven: 'Maven',
  packagist: 'Packagist',
  pypi: 'PyPI',
  rubygems: 'RubyGems',
}

const root = sharedPath('versions')

describe.skipIf(root === null)('osv-scalibr, comparisons made from real releases', () => {
  test('every line, swapped and reflexive', async () => {
    const counts: Record<string, number> = {}
    const wrong: string[] = []
    for (const file of readdirSync(root ?? '').filter((name) => name.endsWith('.txt'))) {
      const name = file.split('-')[1] ?? ''
      const scheme = await loadVersionScheme(ECOSYSTEMS[name] ?? `no ecosystem for ${file}`)
      for (const line of readFileSync(join(root ?? '', file), 'utf8').split('\n')) {
        if (line === '') continue
        const [, a = '', sign = '', b = ''] = /^(.+) ([<=>]) (.+)$/.exec(line) ?? []
        const expected = '<=>'.indexOf(sign) - 1
        counts[name] = (counts[name] ?? 0) + 1
        const forward = Math.sign(scheme.compare(a, b))
        const backward = 0 - Math.sign(scheme.compare(b, a))
        const reflexive = scheme.compare(a, a) === 0 && scheme.compare(b, b) === 0
        if (forward !== expected || backward !== expected || !reflexive) wrong.push(`${file}: ${line}: ${forward} ${backward}`)
      }
    }
    console.log('scalibr lines', counts)
    expect(wrong).toEqual([])
    expect(Object.values(counts).reduce((a, b) => a + b, 0)).toBe(35_168)
  })
})
