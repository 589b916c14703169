import { bufferAccess } from '@cupel/source'
import { expect, test } from 'vitest'
import { storedInventory } from './stored-inventory.ts'

function stored(findings: readonly object[]): readonly string[] {
  const components = [{ purl: 'pkg:npm/a@1.0.0', name: 'a', version: '1.0.0', ecosystem: 'npm' }]
  const report = {
    schemaVersion: '1.0',
    tool: { name: 'cupel', version: '0' },
    components,
    coverage: [],
    graphs: [],
    findings,
    problems: [],
  }
  const problems = storedInventory(bufferAccess(Buffer.from(JSON.stringify(report))), 'scan.json')?.problems ?? []
  return problems.map(({ effect, detail }) => `${effect}: ${detail}`)
}

test('what a trust policy refused does not become clear by being stored', () => {
  const refused = { kind: 'provenance', state: 'open' }
  expect(
    stored([
      { kind: 'vulnerability', state: 'open' },
      { kind: 'provenance', state: 'waived' },
    ]),
  ).toEqual([])
  expect(stored([refused, refused])).toEqual([
    'incomplete: 2 findings about where components come from cannot be kept with their inventory',
  ])
})
