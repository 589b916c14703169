import { expect, it } from 'vitest'
import { nugetVersion, oneSpelling } from './one-spelling.ts'
import { ruleApplies } from './rule-applies.ts'
import type { TrustRule } from './trust-policy.ts'

it.each([
  ['1.0', '1.0.0'],
  ['1', '1.0.0'],
  ['1.0.0.0', '1.0.0'],
  ['1.2.3.4', '1.2.3.4'],
  ['01.002.0003', '1.2.3'],
  ['1.0-RC.1', '1.0.0-rc.1'],
  ['1.0.0+build', '1.0.0'],
  ['1.0.0.0.0', '1.0.0.0.0'],
  ['[1.0,2.0)', '[1.0,2.0)'],
])('NuGet takes %s for %s', (version, expected) => {
  expect(nugetVersion(version)).toBe(expected)
})

it.each([
  ['pkg:nuget/Acme.Lib@1.0', 'pkg:nuget/acme.lib@1.0.0'],
  ['PKG:NuGet/Acme.Lib', 'pkg:nuget/acme.lib'],
  ['pkg:nuget/Acme.*', 'pkg:nuget/acme.*'],
  ['pkg:nuget/Acme.Lib@1.0%2Bx?a=B#C', 'pkg:nuget/acme.lib@1.0.0?a=B#C'],
  ['pkg:npm/Acme@1.0', 'pkg:npm/Acme@1.0'],
  ['pkg:maven/Org/Lib@1.0', 'pkg:maven/Org/Lib@1.0'],
])('%s is spelt %s', (purl, expected) => {
  expect(oneSpelling(purl)).toBe(expected)
})

it.each<[string, string, boolean]>([
  ['pkg:nuget/newtonsoft.json', 'pkg:nuget/Newtonsoft.Json@13.0.1', true],
  ['pkg:nuget/Newtonsoft.Json', 'pkg:nuget/newtonsoft.json@13.0.1', true],
  ['pkg:nuget/Newtonsoft.*', 'pkg:nuget/newtonsoft.json@13.0.1', true],
  ['pkg:nuget/Acme@1.0', 'pkg:nuget/acme@1.0.0', true],
  ['pkg:nuget/Acme@1.0', 'pkg:nuget/acme@1.0.1', false],
  ['pkg:npm/left', 'pkg:npm/Left@1.0.0', false],
])('a rule for %s and %s: %s', (pattern, purl, expected) => {
  expect(ruleApplies({ for: [pattern] } as unknown as TrustRule, { purl })).toBe(expected)
})
