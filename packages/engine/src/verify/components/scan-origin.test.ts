import { createHash } from 'node:crypto'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { byteMutants } from '../../../../../test/byte-mutants.ts'
import type { ScanOptions } from '../../scan.ts'
import { attestation, ENTRY, GOOD, lockFile, OLD, outcome, report, RULE, SBOM, sha512, sri } from './origin-case.ts'
import type { Case } from './origin-case.ts'

describe('origin of components', () => {
  it.each<[string, Case, string]>([
    ['vouched for by the digest that is pinned', { evidence: { 'left.json': attestation() } }, 'trusted'],
    [
      'vouched for somewhere deep in the folder',
      { evidence: { 'a/b/c.jsonl': `${attestation({ bytes: 'x' })}\n${attestation()}\n` } },
      'trusted',
    ],
    ['a digest in capitals', { evidence: { 'left.json': attestation({ digest: { sha512: sha512(GOOD).toUpperCase() } }) } }, 'trusted'],
    ['no evidence', {}, 'absent 1 lost'],
    ['evidence about something else', { evidence: { 'left.json': attestation({ bytes: 'else', name: 'else' }) } }, 'absent'],
    ['other bytes of the same name', { evidence: { 'left.json': attestation({ bytes: 'else', name: 'left-1.0.0.tgz' }) } }, 'absent'],
    ['other bytes of the same purl', { evidence: { 'left.json': attestation({ bytes: 'else', name: 'pkg:npm/left@1.0.0' }) } }, 'wrong'],
    ['the purl with qualifiers', { evidence: { 'left.json': attestation({ name: 'pkg:npm/left@1.0.0?vcs_url=x#a' }) } }, 'trusted'],
    ['signed by nobody known', { evidence: { 'left.json': attestation({ signers: [2] }) } }, 'unverifiable'],
    ['a signature over other bytes', { evidence: { 'left.json': tampered(attestation()) } }, 'unverifiable'],
    ['evidence of a kind that does not count', { evidence: { 'left.json': attestation({ type: 'https://openvex.dev/ns' }) } }, 'weak'],
    ['one signer of two', { rule: `${RULE}\nthreshold = 2`, evidence: { 'left.json': attestation() } }, 'weak'],
    [
      'two signers of two',
      { rule: `${RULE}\nthreshold = 2`, evidence: { 'a.json': attestation(), 'b.json': attestation({ signers: [1] }) } },
      'trusted',
    ],
    ['one signer twice', { rule: `${RULE}\nthreshold = 2`, evidence: { 'a.json': attestation(), 'b.json': attestation() } }, 'weak'],
    [
      'an attestation that asks for builds',
      { rule: `${RULE}\nbuild = { min-level = 2 }`, evidence: { 'left.json': attestation() } },
      'weak',
    ],
    ['no rule for it', { rule: 'for = ["pkg:npm/right"]\nby = ["k0"]', evidence: { 'left.json': attestation() } }, 'uncovered'],
    ['a rule for the version', { rule: RULE.replace('left"]', 'left@1.0.0"]'), evidence: {} }, 'absent 1 lost'],
    ['a rule for another version', { rule: RULE.replace('left"]', 'left@2.0.0"]'), evidence: {} }, 'uncovered 1 lost'],
    ['no rule at all', { policy: 'version = 1\n', evidence: { 'left.json': attestation() } }, 'uncovered 1 lost'],
    [
      'rules for repositories only',
      { rule: 'for = ["repo:https://a.example/x"]\nby = ["k0"]', evidence: { 'left.json': attestation() } },
      'uncovered 1 lost',
    ],
  ])('%s', async (_, given, expected) => {
    expect(await outcome(given)).toBe(expected)
  })
})

describe('old bytes under a new version', () => {
  const lock = { 'node_modules/left': { ...ENTRY, version: '2.0.0' } }
  it.each<[string, string, string]>([
    ['a purl', 'pkg:npm/left@1.0.0', 'wrong'],
    ['the purl of another package', 'pkg:npm/right@2.0.0', 'wrong'],
    ['the name that npm pack gives', 'left-1.0.0.tgz', 'wrong'],
    ['a path', 'dist/left-1.0.0.tgz', 'wrong'],
    ['the right name', 'left-2.0.0.tgz', 'trusted'],
    ['a longer version', 'left-2.0.0.1.tgz', 'wrong'],
    ['a name that says nothing', 'package', 'trusted'],
  ])('named by %s', async (_, name, expected) => {
    expect(await outcome({ lock, evidence: { 'left.json': attestation({ name }) } })).toBe(expected)
  })

  it('is known by one name of several', async () => {
    const digest = { sha512: sha512(GOOD) }
    const subjects = ['pkg:npm/left@1.0.0', 'pkg:npm/left@2.0.0'].map((name) => ({ name, digest }))
    expect(await outcome({ lock, evidence: { 'left.json': attestation({ subjects }) } })).toBe('trusted')
  })

  it('as the address of a verification summary', async () => {
    const predicate = { verificationResult: 'PASSED', resourceUri: 'pkg:npm/left@1.0.0' }
    const summary = attestation({ name: 'package', type: 'https://slsa.dev/verification_summary/v1', predicate })
    expect(await outcome({ lock, rule: RULE.replace('"attestation"', '"vsa"'), evidence: { 'left.json': summary } })).toBe('wrong')
    expect(await outcome({ rule: RULE.replace('"attestation"', '"vsa"'), evidence: { 'left.json': summary } })).toBe('trusted')
    const named = attestation({ name: 'left-2.0.0.tgz', type: 'https://slsa.dev/verification_summary/v1', predicate })
    expect(await outcome({ lock, rule: RULE.replace('"attestation"', '"vsa"'), evidence: { 'left.json': named } })).toBe('wrong')
  })
})

describe('what is pinned', () => {
  const evidence = { 'left.json': attestation() }
  const twice = (second: object) => ({
    'node_modules/left': ENTRY,
    'node_modules/right/node_modules/left': { version: '1.0.0', ...second },
  })
  it.each<[string, Case, string]>([
    ['nothing', { lock: { 'node_modules/left': { version: '1.0.0' } }, evidence }, 'unpinned'],
    [
      'SHA-1 alone',
      { lock: { 'node_modules/left': { ...ENTRY, integrity: `sha1-${Buffer.alloc(20).toString('base64')}` } }, evidence },
      'unpinned',
    ],
    [
      'two digests, one vouched for',
      { lock: { 'node_modules/left': { ...ENTRY, integrity: `${sri(GOOD)} ${sri('else')}` } }, evidence },
      'absent',
    ],
    [
      'a vouched weaker digest beside a stronger one',
      {
        lock: {
          'node_modules/left': { ...ENTRY, integrity: `sha256-${createHash('sha256').update(GOOD).digest('base64')} ${sri('else')}` },
        },
        evidence: { 'left.json': attestation({ digest: { sha256: createHash('sha256').update(GOOD).digest('hex') } }) },
      },
      'absent',
    ],
    ['a second entry of the lock with other bytes', { lock: twice({ integrity: sri('else') }), evidence }, 'absent'],
    ['a second entry of the lock with nothing', { lock: twice({}), evidence }, 'unpinned'],
    [
      'a second lock file with nothing',
      { files: { 'project/web/package-lock.json': lockFile({ 'node_modules/left': { version: '1.0.0' } }) }, evidence },
      'unpinned',
    ],
    [
      'a second lock file with the same',
      { files: { 'project/web/package-lock.json': lockFile({ 'node_modules/left': ENTRY }) }, evidence },
      'trusted',
    ],
    [
      'an SBOM beside it with other bytes',
      { files: { 'project/bom.json': SBOM([{ alg: 'SHA-512', content: sha512('else') }]) }, evidence },
      'absent',
    ],
    [
      'an SBOM beside it with the same in two ways',
      {
        files: {
          'project/bom.json': SBOM([
            { alg: 'SHA-512', content: sha512(GOOD) },
            { alg: 'SHA-256', content: 'a'.repeat(64) },
          ]),
        },
        evidence,
      },
      'trusted',
    ],
    [
      'a manifest of another folder without lock',
      {
        files: { 'project/web/requirements.txt': 'left==1.0.0\n' },
        rule: 'for = ["pkg:npm/left", "pkg:pypi/left"]\nby = ["k0"]',
        evidence,
      },
      'unpinned',
    ],
    [
      'what is installed',
      {
        files: { 'project/node_modules/left/package.json': { name: 'left', version: '1.0.0', _integrity: sri(GOOD) } },
        options: { installed: true },
        evidence,
      },
      'unpinned',
    ],
    ['an SBOM without digest', { files: { 'project/bom.json': SBOM([]) }, evidence }, 'unpinned'],
  ])('%s', async (_, given, expected) => {
    expect(await outcome(given)).toBe(expected)
  })
})

const BY_SHA256 = (name = 'left-1.0.0.tgz'): string =>
  attestation({ name, digest: { sha256: createHash('sha256').update(GOOD).digest('hex') } })

describe('the evidence folder', () => {
  it.each<[string, Case, string]>([
    ['a truncated envelope', { evidence: { 'left.json': attestation(), 'other.json': attestation().slice(0, -9) } }, 'trusted 1 lost'],
    ['keys twice', { evidence: { 'left.json': `{"payloadType":"x",${attestation().slice(1)}` } }, 'absent 2 lost'],
    ['no evidence among other files', { evidence: { 'package.json': { name: 'x' } } }, 'absent 1 lost'],
    ['evidence by another digest, beside its file', { evidence: { 'left.tgz': GOOD, 'left.tgz.intoto.json': BY_SHA256() } }, 'trusted'],
    ['the same without its file', { evidence: { 'left.tgz.intoto.json': BY_SHA256() } }, 'absent'],
    ['the same beside another file', { evidence: { 'left.tgz': OLD, 'left.tgz.intoto.json': BY_SHA256() } }, 'absent'],
    [
      'a file beside evidence about another',
      { evidence: { 'left.tgz': GOOD, 'left.tgz.intoto.json': attestation({ bytes: OLD }) } },
      'unverifiable',
    ],
    [
      'old bytes under the name of old evidence',
      {
        lock: { 'node_modules/left': { ...ENTRY, version: '2.0.0' } },
        evidence: { 'x.tgz': GOOD, 'x.tgz.intoto.json': BY_SHA256('pkg:npm/left@1.0.0') },
      },
      'wrong',
    ],
    [
      'a link in the folder',
      {
        evidence: { 'kept/left.json': attestation() },
        setUp: (folder) => symlinkSync('kept/left.json', join(folder, 'evidence/link.json')),
      },
      'trusted',
    ],
    [
      'a link out of the folder',
      { files: { 'outside.json': attestation() }, setUp: (folder) => symlinkSync('../outside.json', join(folder, 'evidence/link.json')) },
      'absent 2 lost',
    ],
    [
      'a link to itself',
      { evidence: { 'left.json': attestation() }, setUp: (folder) => symlinkSync('.', join(folder, 'evidence/loop')) },
      'trusted',
    ],
    [
      'one file',
      { files: { 'left.json': attestation() }, options: { trust: { policy: 'trust.toml', evidence: ['left.json'], unlogged: true } } },
      'trusted',
    ],
  ])('%s', async (_, given, expected) => {
    expect(await outcome(given)).toBe(expected)
  })

  it('must be there', async () => {
    await expect(report({ options: { trust: { policy: 'trust.toml', evidence: ['nowhere'] } } })).rejects.toMatchObject({
      code: 'target-missing',
    })
  })
})

describe('the policy', () => {
  it.each<[string, Partial<ScanOptions>, string]>([
    ['that is not there', { trust: { policy: 'nowhere.toml' } }, 'config-invalid'],
    ['that is none', { trust: { policy: 'k0.pem' } }, 'config-invalid'],
    ['evidence without it', { trust: { evidence: ['evidence'] } }, 'usage-missing-argument'],
    ['only its findings, without it', { trust: {}, only: ['provenance'] }, 'usage-wrong-value'],
  ])('%s', async (_, options, code) => {
    await expect(report({ options })).rejects.toMatchObject({ code, exitCode: 2 })
  })

  it('is not asked for without --trust', async () => {
    const { provenance, findings } = await report({ options: { trust: {} } })
    expect([provenance, findings]).toEqual([undefined, []])
  })

  it('comes from the configuration, relative to it', async () => {
    const config = '[trust]\nfile = "trust.toml"\nevidence = "evidence"\nunlogged = true\n'
    const { provenance } = await report({
      files: { 'cupel.toml': config },
      evidence: { 'left.json': attestation() },
      options: { trust: {} },
    })
    expect(provenance).toMatchObject({ policy: 'trust.toml', covered: 1, trusted: 1, uncovered: 0, evidence: 1 })
  })

  it.each<[string, string, number]>([
    ['by its id', 'id = "provenance-absent"', 3],
    ['by any id', 'id = "*"\npackage = "pkg:npm/left"', 1],
    ['by another id', 'id = "provenance-wrong"', 1],
  ])('is waived %s', async (_, waiver, exitCode) => {
    const config = `[[waiver]]\n${waiver}\nreason = "r"\nowner = "o"\nexpires = 2030-01-01\n`
    const { verdict } = await report({
      files: { 'cupel.toml': config },
      evidence: { 'other.json': attestation({ bytes: 'x', name: 'x' }) },
    })
    // Only the starter set answers here, which is never a pass.
    expect(verdict.exitCode).toBe(exitCode)
  })

  it.each<[string, string, number]>([
    ['provenance', 'provenance', 1],
    ['medium', 'medium', 1],
    ['high', 'high', 3],
  ])('fails the gate by %s', async (_, failOn, exitCode) => {
    const { verdict } = await report({
      evidence: { 'other.json': attestation({ bytes: 'x', name: 'x' }) },
      options: { failOn, trust: { policy: 'trust.toml', evidence: ['evidence'] } },
    })
    expect(verdict.exitCode).toBe(exitCode)
  })

  it('is missed by a gate that asks for it', async () => {
    const { verdict } = await report({ options: { trust: {}, failOn: 'provenance' } })
    expect(verdict.reasons.join()).toContain('no trust policy was given')
  })
})

/** Another payload under the same signature. */
function tampered(envelope: string): string {
  const parsed = JSON.parse(envelope) as { payload: string }
  const statement = Buffer.from(parsed.payload, 'base64')
    .toString('utf8')
    .replace('https://example.com/checked', 'https://example.com/chosen')
  return JSON.stringify({ ...parsed, payload: Buffer.from(statement).toString('base64') })
}

describe('damaged evidence', () => {
  it('never passes, and never ends the scan', async () => {
    const whole = attestation()
    const wrong: string[] = []
    let count = 0
    for (const { what, bytes } of byteMutants(Buffer.from(whole), { step: 41 })) {
      const { findings, provenance } = await report({ evidence: { 'left.json': bytes.toString('latin1') } })
      count++
      const passed = findings.length === 0 && provenance?.trusted === 1
      if (passed && !saysTheSame(bytes.toString('latin1'), whole)) wrong.push(what)
    }
    console.log(`origin: ${count} mutants of evidence, ${wrong.length} accepted`)
    expect(wrong).toEqual([])
  })
})

/** Unused members of an envelope may be called anything. */
function saysTheSame(mutant: string, whole: string): boolean {
  const known = (text: string): unknown[] => {
    const { payload, payloadType, signatures } = JSON.parse(text) as Record<string, unknown>
    return [Buffer.from(String(payload), 'base64').toString('hex'), payloadType, JSON.stringify(signatures)]
  }
  return JSON.stringify(known(mutant)) === JSON.stringify(known(whole))
}
