import { expect, test } from 'vitest'
import { AliasGroups } from './alias-groups.ts'

function groupsOf(statements: Readonly<Record<string, readonly string[]>>): readonly (readonly string[])[] {
  const groups = new AliasGroups()
  for (const [id, aliases] of Object.entries(statements)) groups.state(id, aliases)
  return groups.incomplete((id) => id in statements).toSorted((a, b) => (a[0]! < b[0]! ? -1 : 1))
}

test('what records state together is one problem', () => {
  expect(groupsOf({ 'GHSA-a': ['CVE-1'], 'PYSEC-a': ['CVE-1'] })).toEqual([['CVE-1', 'GHSA-a', 'PYSEC-a']])
})

test('a group that its record states in full needs no place', () => {
  expect(groupsOf({ 'GHSA-a': ['CVE-1'] })).toEqual([])
})

test('a record of several CVEs makes none of them one, in whichever order it is met', () => {
  const statements = {
    'RUSTSEC-x': ['CVE-1', 'CVE-2', 'GHSA-a', 'GHSA-b'],
    'PYSEC-1': ['CVE-1', 'GHSA-a', 'RUSTSEC-x'],
    'PYSEC-2': ['CVE-2', 'GHSA-b', 'RUSTSEC-x'],
  }
  const expected = [['CVE-1', 'GHSA-a', 'PYSEC-1'], ['CVE-2', 'GHSA-b', 'PYSEC-2'], ['RUSTSEC-x']]
  expect(groupsOf(statements)).toEqual(expected)
  expect(groupsOf(Object.fromEntries(Object.entries(statements).toReversed()))).toEqual(expected)
})
