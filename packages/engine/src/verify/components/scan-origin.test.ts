import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ScanReport } from '@cupel/model'
import { preAuthEncoding } from '@cupel/provenance'
import { afterAll, describe, expect, it } from 'vitest'
import { scan } from '../../scan.ts'
import type { ScanOptions } from '../../scan.ts'

const NOW = new Date('2026-03-01T00:00:00Z')
const KEYS = [0, 1, 2].map(() => generateKeyPairSync('ed25519'))
const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

const GOOD = 'the bytes of left 1.0.0'
const OLD = 'the bytes of left 0.9.0'
const sha512 = (text: string): string => createHash('sha512').update(text).digest('hex')
const sri = (text: string): string => `sha512-${createHash('sha512').update(text).digest('base64')}`

type Files = Readonly<Record<string, string | object>>

interface Case {
  readonly files?: Files
  /** `[[rule]]` without its head. */
  readonly rule?: string
  readonly policy?: string
  /** Entries of the lock file, by place. */
  readonly lock?: Readonly<Record<string, object>>
  readonly evidence?: Files
  readonly options?: Partial<ScanOptions>
  readonly setUp?: (folder: string) => void
}

const RULE = 'name = "left"\nfor = ["pkg:npm/left"]\nby = ["k0", "k1"]\nevidence = ["provenance", "attestation"]'
const ENTRY = { version: '1.0.0', resolved: 'https://registry.example/left/-/left-1.0.0.tgz', integrity: sri(GOOD) }

/** The report about a project with one lock file, judged by a policy with the keys `k0` and `k1`; `k2` is nobody. */
async function report({
  files = {},
  rule = RULE,
  policy,
  lock = { 'node_modules/left': ENTRY },
  evidence = {},
  options,
  setUp,
}: Case): Promise<ScanReport> {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-origin-'))
  folders.push(folder)
  const put = (file: string, value: string | object): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), typeof value === 'string' ? value : JSON.stringify(value))
  }
  const identity = (at: number): string => `[[identity]]\nname = "k${at}"\nkind = "key"\nkey = "k${at}.pem"\n`
  KEYS.forEach(({ publicKey }, at) => put(`k${at}.pem`, publicKey.export({ type: 'spki', format: 'pem' }) as string))
  put('trust.toml', policy ?? `version = 1\n${identity(0)}${identity(1)}[[rule]]\n${rule}\n`)
  put('project/package-lock.json', lockFile(lock))
  put('evidence/README', 'evidence')
  for (const [file, value] of Object.entries(evidence)) put(`evidence/${file}`, value)
  for (const [file, value] of Object.entries(files)) put(file, value)
  setUp?.(folder)
  const trust = { policy: 'trust.toml', evidence: ['evidence'], unlogged: true }
  return scan('project', { cwd: folder, env: {}, offline: true, now: () => NOW, trust, ...options })
}

function lockFile(entries: Readonly<Record<string, object>>): object {
  const dependencies = { left: '1.0.0' }
  return {
    name: 'app',
    version: '1.0.0',
    lockfileVersion: 3,
    packages: { '': { name: 'app', version: '1.0.0', dependencies }, ...entries },
  }
}

/** What was found about origin: `rule id`, or `trusted`, `uncovered`; and how many problems lower the verdict. */
async function outcome(given: Case): Promise<string> {
  const { findings, provenance, problems, verdict } = await report(given)
  const own = findings.filter(({ kind }) => kind === 'provenance')
  const lost = problems.filter(({ effect, by }) => effect === 'incomplete' && by === 'trust').length
  const said =
    own.length > 0
      ? own.map(({ advisory }) => advisory.id.slice('provenance-'.length)).join('+')
      : provenance?.covered === 0
        ? 'uncovered'
        : 'trusted'
  if (own.length > 0) expect(verdict.exitCode).toBe(1)
  else expect(provenance?.trusted).toBe(provenance?.covered)
  return `${said}${lost === 0 ? '' : ` ${lost} lost`}`
}

interface Said {
  readonly bytes?: string
  readonly digest?: Readonly<Record<string, string>>
  readonly name?: string
  readonly type?: string
  readonly predicate?: object
  readonly signers?: readonly number[]
  readonly subjects?: readonly object[]
}

/** A DSSE envelope with an attestation about some bytes. */
function attestation({
  bytes = GOOD,
  digest,
  name = 'left-1.0.0.tgz',
  type = 'https://example.com/checked',
  predicate = {},
  signers = [0],
  subjects,
}: Said = {}): string {
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: subjects ?? [{ name, digest: digest ?? { sha512: sha512(bytes) } }],
    predicateType: type,
    predicate,
  }
  const payload = Buffer.from(JSON.stringify(statement))
  const payloadType = 'application/vnd.in-toto+json'
  const signatures = signers.map((at) => ({
    sig: sign(null, preAuthEncoding(payloadType, payload), KEYS[at]!.privateKey).toString('base64'),
  }))
  return JSON.stringify({ payloadType, payload: payload.toString('base64'), signatures })
}

const SBOM = (hashes: readonly object[], version = '1.0.0'): object => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  components: [{ type: 'library', name: 'left', version, purl: `pkg:npm/left@${version}`, hashes }],
})

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
    ['an SBOM without digest', { files: { 'project/bom.json': SBOM([]) }, evidence }, 'unpinned'],
  ])('%s', async (_, given, expected) => {
    expect(await outcome(given)).toBe(expected)
  })
})

const REGISTRY = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const SPKI = REGISTRY.publicKey.export({ type: 'spki', format: 'der' })
const KEY_ID = `SHA256:${createHash('sha256').update(SPKI).digest('base64')}`
const KEYS_FILE = JSON.stringify({
  keys: [{ keyid: KEY_ID, keytype: 'ecdsa-sha2-nistp256', scheme: 'ecdsa-sha2-nistp256', key: SPKI.toString('base64'), expires: null }],
})

interface Published {
  readonly bytes: string
  readonly signed?: boolean
  readonly attested?: boolean
}

/** A registry's document about `left`, releases a month apart. */
function packument(releases: Readonly<Record<string, Published>>, name = 'left'): object {
  const time = Object.keys(releases).map((version, at) => [version, new Date(Date.UTC(2025, at)).toISOString()])
  const versions = Object.entries(releases).map(([version, { bytes, signed = true, attested = false }]) => {
    const integrity = sri(bytes)
    const sig = sign('sha256', Buffer.from(`${name}@${version}:${integrity}`), REGISTRY.privateKey).toString('base64')
    const attestations = { url: 'https://registry.example/x', provenance: { predicateType: 'https://slsa.dev/provenance/v1' } }
    const dist = { integrity, signatures: signed ? [{ keyid: KEY_ID, sig }] : [], ...(attested ? { attestations } : {}) }
    return [version, { name, version, dist }]
  })
  return { name, time: Object.fromEntries(time), versions: Object.fromEntries(versions) }
}

describe('documents of the registry', () => {
  const rule = 'for = ["pkg:npm/left"]\nby = ["registry"]\nevidence = ["registry-signature"]'
  const policy = `version = 1\n[[identity]]\nname = "registry"\nkind = "npm-registry"\nissuer = "npm"\nkey = "${KEY_ID}"\n[[rule]]\n${rule}\n`
  const options = { trust: { policy: 'trust.toml', evidence: ['evidence'], registryKeys: 'keys.json' } }
  const given = { policy, options, files: { 'keys.json': KEYS_FILE } }
  it.each<[string, Case, string]>([
    ['that signed what is pinned', { evidence: { 'left.json': packument({ '1.0.0': { bytes: GOOD } }) } }, 'trusted'],
    ['that signed other bytes', { evidence: { 'left.json': packument({ '1.0.0': { bytes: 'else' } }) } }, 'wrong'],
    ['that signed nothing', { evidence: { 'left.json': packument({ '1.0.0': { bytes: GOOD, signed: false } }) } }, 'unverifiable'],
    ['about another version', { evidence: { 'left.json': packument({ '0.9.0': { bytes: GOOD } }) } }, 'absent'],
    ['about another package', { evidence: { 'left.json': packument({ '1.0.0': { bytes: GOOD } }, 'right') } }, 'absent'],
    [
      'that had provenance before',
      { evidence: { 'left.json': packument({ '0.9.0': { bytes: OLD, attested: true }, '1.0.0': { bytes: GOOD } }) } },
      'downgraded',
    ],
    [
      'for a lock that pins nothing',
      { lock: { 'node_modules/left': { version: '1.0.0' } }, evidence: { 'left.json': packument({ '1.0.0': { bytes: GOOD } }) } },
      'unpinned',
    ],
  ])('%s', async (_, one, expected) => {
    expect(await outcome({ ...given, ...one })).toBe(expected)
  })

  it('speak against bytes that somebody else vouches for', async () => {
    const evidence = { 'left.json': packument({ '1.0.0': { bytes: 'else' } }), 'own.json': attestation() }
    expect(await outcome({ evidence, files: { 'keys.json': KEYS_FILE }, options: { trust: { ...options.trust, unlogged: true } } })).toBe(
      'wrong',
    )
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
