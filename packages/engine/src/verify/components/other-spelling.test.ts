import { describe, expect, it } from 'vitest'
import { attestation, ENTRY, GOOD, outcome, RULE, sha512, sri } from './origin-case.ts'

/** One package under several names and spellings. */
describe('an alias of npm is judged by its real name', () => {
  const REAL = RULE.replace('pkg:npm/left', 'pkg:npm/real')
  const lock = { 'node_modules/left': { ...ENTRY, name: 'real', resolved: 'https://registry.example/real/-/real-1.0.0.tgz' } }
  const yarn = `# yarn lockfile v1\n\n\nleft@npm:real@^1.0.0:\n  version "1.0.0"\n  resolved "https://registry.example/real/-/real-1.0.0.tgz"\n  integrity ${sri(GOOD)}\n`
  const pnpm = `lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      left:\n        specifier: npm:real@^1.0.0\n        version: real@1.0.0\npackages:\n  real@1.0.0:\n    resolution: {integrity: ${sri(GOOD)}}\nsnapshots:\n  real@1.0.0: {}\n`
  const bun = `{ "lockfileVersion": 1, "workspaces": { "": { "name": "app", "dependencies": { "left": "npm:real@^1" } } }, "packages": { "left": ["real@1.0.0", "", {}, "${sri(GOOD)}"] } }`
  const old = {
    name: 'app',
    version: '1.0.0',
    lockfileVersion: 1,
    dependencies: { left: { version: 'npm:real@1.0.0', integrity: sri(GOOD) } },
  }
  it.each<[string, Parameters<typeof outcome>[0]]>([
    ['package-lock.json', { lock }],
    ['package-lock.json of version 1', { files: { 'project/package-lock.json': old } }],
    ['yarn.lock', { files: { 'project/package-lock.json': lockless(), 'project/yarn.lock': yarn } }],
    ['pnpm-lock.yaml', { files: { 'project/package-lock.json': lockless(), 'project/pnpm-lock.yaml': pnpm } }],
    ['bun.lock', { files: { 'project/package-lock.json': lockless(), 'project/bun.lock': bun } }],
  ])('in %s', async (_, given) => {
    const right = { 'real.json': attestation({ name: 'pkg:npm/real@1.0.0' }) }
    const elsewhere = { 'else.json': attestation({ bytes: 'else', name: 'else' }) }
    expect(await outcome({ ...given, rule: REAL, evidence: elsewhere })).toBe('absent')
    expect(await outcome({ ...given, rule: REAL, evidence: right })).toBe('trusted')
    expect(await outcome({ ...given, rule: REAL, evidence: { 'left.json': attestation({ name: 'pkg:npm/left@1.0.0' }) } })).toBe('wrong')
    // Nothing is installed that the rule for the alias speaks of.
    expect(await outcome({ ...given, evidence: right })).toBe('uncovered')
    expect(await outcome({ ...given, rule: RULE.replace('pkg:npm/left', 'pkg:npm/*'), evidence: elsewhere })).toBe('absent')
  })
})

function lockless(): object {
  return { name: 'app', version: '1.0.0', lockfileVersion: 3, packages: { '': { name: 'app', version: '1.0.0' } } }
}

describe('a package of NuGet is one in every spelling', () => {
  const lock = {
    version: 1,
    dependencies: {
      'net8.0': {
        'Acme.Lib': {
          type: 'Direct',
          requested: '[1.0, )',
          resolved: '1.0',
          contentHash: Buffer.from(sha512(GOOD), 'hex').toString('base64'),
        },
      },
    },
  }
  const files = { 'project/package-lock.json': lockless(), 'project/packages.lock.json': lock }
  const rule = RULE.replace('pkg:npm/left', 'pkg:nuget/acme.lib')
  it.each<[string, string, string]>([
    ['the purl as the lock has it', 'pkg:nuget/Acme.Lib@1.0', 'trusted'],
    ['the purl in lower case with the whole version', 'pkg:nuget/acme.lib@1.0.0', 'trusted'],
    ['the file of the gallery', 'acme.lib.1.0.0.nupkg', 'trusted'],
    ['the file as it was packed', 'Acme.Lib.1.0.nupkg', 'trusted'],
    ['another version', 'acme.lib.1.0.1.nupkg', 'wrong'],
    ['another version by purl', 'pkg:nuget/acme.lib@1.0.1', 'wrong'],
    ['another package', 'pkg:nuget/acme@1.0.0', 'wrong'],
  ])('%s', async (_, name, expected) => {
    expect(await outcome({ files, rule, evidence: { 'lib.json': attestation({ name }) } })).toBe(expected)
  })

  it('so that other bytes under another spelling are told', async () => {
    const evidence = { 'lib.json': attestation({ bytes: 'else', name: 'pkg:nuget/ACME.LIB@1.0.0.0' }) }
    expect(await outcome({ files, rule, evidence })).toBe('wrong')
  })
})
