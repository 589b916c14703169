import { expect, test } from 'vitest'
import { shownId } from './shown-id.ts'

test.each([
  ['GHSA before CVE before others', ['CVE-1', 'GHSA-b', 'GHSA-a', 'GO-1'], [], 'vulnerability', 'GHSA-a'],
  ['MAL for malware', ['GHSA-a', 'MAL-1'], [], 'malware', 'MAL-1'],
  ['a withdrawn id gives way', ['CVE-1', 'GHSA-a', 'GHSA-b'], ['GHSA-a'], 'vulnerability', 'GHSA-b'],
  ['also to another database', ['CVE-1', 'GHSA-a', 'GO-1'], ['GHSA-a'], 'vulnerability', 'CVE-1'],
  ['a withdrawn report of malware', ['GHSA-a', 'MAL-1', 'MAL-2'], ['MAL-1'], 'malware', 'MAL-2'],
  ['where all are withdrawn, the last is shown rather than none', ['GHSA-a', 'x_1'], ['GHSA-a', 'x_1'], 'vulnerability', 'x_1'],
  ['the only one', ['GHSA-a'], ['GHSA-a'], 'vulnerability', 'GHSA-a'],
] as const)('%s', (_, ids, withdrawn: readonly string[], kind, expected) => {
  expect(shownId(ids, kind, (id) => withdrawn.includes(id))).toBe(expected)
})
