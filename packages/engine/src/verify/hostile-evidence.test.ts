import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Step } from '@cupel/model'
import { preAuthEncoding, readSshPublicKey, signSshSignature } from '@cupel/provenance'
import { afterAll, describe, expect, it } from 'vitest'
import { givenArtifact } from './given-artifact.ts'
import { jsonTexts } from './read-evidence.ts'
import type { ArtifactRequest } from './verify-artifact.ts'
import { verifyArtifact } from './verify-artifact.ts'

const NOW = new Date('2026-03-01T00:00:00Z')
const CONTENT = Buffer.from('what is installed')
const DIGEST = createHash('sha256').update(CONTENT).digest()
const KEYS = [0, 1, 2].map(() => generateKeyPairSync('ed25519'))
const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

interface Case {
  readonly rule?: string
  readonly evidence: string
  readonly name?: string
  readonly request?: Partial<ArtifactRequest['trust']>
  /** PEM in place of the first keys. */
  readonly keys?: readonly string[]
  readonly subject?: NonNullable<ArtifactRequest['subject']>
}

/** Exit code, and code and reason of the failure. Identities `k0` and `k1` are trusted, `k2` is nobody. */
async function verdict({
  rule = 'for = ["path:**"]\nby = ["k0", "k1"]',
  evidence,
  name = 'app.tgz',
  request,
  subject = {},
  keys = [],
}: Case): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-hostile-'))
  folders.push(folder)
  const put = (file: string, text: string | Buffer): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  const identity = (at: number): string => `[[identity]]\nname = "k${at}"\nkind = "key"\nkey = "k${at}.pem"\n`
  KEYS.forEach(({ publicKey }, at) => put(`k${at}.pem`, keys[at] ?? publicKey.export({ type: 'spki', format: 'pem' })))
  put('trust.toml', `version = 1\n${identity(0)}${identity(1)}[[rule]]\n${rule}\n`)
  put(name, CONTENT)
  put('evidence.json', evidence)
  const trust = { policy: 'trust.toml', unlogged: true, ...request }
  const { items, verdict: end } = await verifyArtifact({
    artifact: name,
    evidence: ['evidence.json'],
    subject,
    trust,
    cwd: folder,
    now: NOW,
  })
  const step = items[0]?.step
  return step === undefined || step.outcome !== 'failed' ? String(end.exitCode) : `${end.exitCode} ${failureOf(step)}`
}

function failureOf(step: Step): string {
  const inner = step.steps.find(({ outcome }) => outcome === 'failed')
  return inner === undefined ? `${step.id}: ${step.code}` : failureOf(inner)
}

function envelope(predicateType: string, predicate: object, signers: readonly number[] = [0]): string {
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ digest: { sha256: DIGEST.toString('hex') } }],
    predicateType,
    predicate,
  }
  const payload = Buffer.from(JSON.stringify(statement))
  const payloadType = 'application/vnd.in-toto+json'
  const signatures = signers.map((at) => ({ sig: signed(preAuthEncoding(payloadType, payload), KEYS[at]!.privateKey) }))
  return JSON.stringify({ payloadType, payload: payload.toString('base64'), signatures })
}

function signed(bytes: Buffer, key: KeyObject): string {
  return sign(null, bytes, key).toString('base64')
}

function wire(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value as string)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

function keyBundle(signer: number, hint: string): string {
  return JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { publicKey: { hint } },
    messageSignature: {
      messageDigest: { algorithm: 'SHA2_256', digest: DIGEST.toString('base64') },
      signature: signed(CONTENT, KEYS[signer]!.privateKey),
    },
  })
}

const VSA = 'https://slsa.dev/verification_summary/v1'
const TEST_RESULT = 'https://in-toto.io/attestation/test-result/v0.1'
const OTHER = 'https://example.com/other'

describe('a trusted signer who says no', () => {
  it.each<[string, string, object, string]>([
    ['a summary that passed', VSA, { verificationResult: 'PASSED' }, '0'],
    ['a summary that failed', VSA, { verificationResult: 'FAILED' }, '5 result: policy-not-met'],
    ['a summary in small letters', VSA, { verificationResult: 'passed' }, '5 result: policy-not-met'],
    ['a summary that does not say', VSA, {}, '5 result: policy-not-met'],
    [
      'an early summary that failed',
      'https://slsa.dev/verification_summary/v0.2',
      { verification_result: 'FAILED' },
      '5 result: policy-not-met',
    ],
    ['tests that passed', TEST_RESULT, { result: 'PASSED' }, '0'],
    ['tests that failed', TEST_RESULT, { result: 'FAILED' }, '5 result: policy-not-met'],
  ])('%s', async (_, type, predicate, expected) => {
    expect(await verdict({ evidence: envelope(type, predicate) })).toBe(expected)
  })
})

describe('keys of the policy', () => {
  it.each<[string, number, string, string]>([
    ['the first, without hint', 0, '', '0'],
    ['the second, with a hint of another tool', 1, 'deploy-key', '0'],
    ['a key that nobody names', 2, 'deploy-key', '5 signature: signature-invalid'],
  ])('%s', async (_, signer, hint, expected) => {
    expect(await verdict({ evidence: keyBundle(signer, hint) })).toBe(expected)
  })

  it('count for an identity that was asked for in no case', async () => {
    const identity = { subject: 'alice@example.com', issuer: 'https://issuer.example' }
    expect(await verdict({ evidence: envelope(OTHER, {}), request: { identity } })).toBe('5 evidence: signer-mismatch')
  })

  it('one key in two forms is one signer', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const whole = publicKey.export({ type: 'spki', format: 'der' })
    const point = Buffer.concat([Buffer.of(whole.at(-1)! & 1 ? 3 : 2), whole.subarray(-64, -32)])
    const short = Buffer.concat([Buffer.from('3039301306072a8648ce3d020106082a8648ce3d030107032200', 'hex'), point])
    const keys = [whole, short].map((der) => `-----BEGIN PUBLIC KEY-----\n${der.toString('base64')}\n-----END PUBLIC KEY-----\n`)
    const plain = JSON.parse(envelope(OTHER, {})) as { payload: string; payloadType: string }
    const pae = preAuthEncoding(plain.payloadType, Buffer.from(plain.payload, 'base64'))
    const signatures = [whole, short].map((der) => ({
      keyid: createHash('sha256').update(der).digest('hex'),
      sig: sign('sha256', pae, privateKey).toString('base64'),
    }))
    const rule = 'for = ["path:**"]\nby = ["k0", "k1"]\nthreshold = 2'
    expect(await verdict({ rule, evidence: JSON.stringify({ ...plain, signatures }), keys })).toBe('5 rule-1: threshold-not-met')
    const one = JSON.stringify({ ...plain, signatures })
    expect(await verdict({ evidence: one, keys })).toBe('0')
  })

  it('two signatures in one envelope are two who vouch', async () => {
    const rule = 'for = ["path:**"]\nby = ["k0", "k1"]\nthreshold = 2'
    const outcomes = [[0, 1], [0], [0, 0], [0, 2]].map((signers) => verdict({ rule, evidence: envelope(OTHER, {}, signers) }))
    expect(await Promise.all(outcomes)).toEqual(['0', ...Array.from({ length: 3 }, () => '5 rule-1: threshold-not-met')])
  })
})

describe('a detached signature, which names its own key', () => {
  const blob = Buffer.concat([wire('ssh-ed25519'), wire(KEYS[2]!.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32))])
  const key = { publicKey: readSshPublicKey(blob), keyObject: KEYS[2]!.privateKey, comment: '' }
  const evidence = signSshSignature(CONTENT, key, { namespace: 'file' })
  const policy = { policy: undefined } as never as object

  it.each<[string, object]>([
    ['an identity', { ...policy, identity: { subject: 'alice@example.com', issuer: 'https://issuer.example' } }],
    ['a key', { ...policy, key: 'k0.pem' }],
  ])('is not by %s', async (_, request) => {
    expect(await verdict({ evidence, request })).toBe('5 evidence: signer-mismatch')
  })

  it('counts for nobody that the policy does not name', async () => {
    expect(await verdict({ evidence })).toMatch(/^5 .*: signer-(?:unknown|mismatch)$/)
  })
})

it('a package that is none is told so', async () => {
  const rule = 'for = ["pkg:npm/*"]\nby = ["k0"]'
  await expect(verdict({ rule, evidence: envelope(OTHER, {}), subject: { purl: 'app' } })).rejects.toThrow('--purl')
})

describe('files and lines', () => {
  it('a backslash is a letter where it is no separator', async () => {
    const rule = 'for = ["path:dist/*"]\nby = ["k0"]'
    expect(await verdict({ rule, evidence: envelope(OTHER, {}), name: 'dist/app.tgz' })).toBe('0')
    expect(await verdict({ rule, evidence: envelope(OTHER, {}), name: 'dist\\app.tgz' })).toBe('5 trust: trust-missing')
  })

  it('no line is left out', () => {
    expect(jsonTexts(Buffer.from('{}\n'.repeat(10_000)))).toHaveLength(10_000)
    expect(jsonTexts(Buffer.from('{}\n'.repeat(10_001)))).toHaveLength(1)
  })

  it('one line of two that does not hold is told, and an identity or key refuses it', async () => {
    const evidence = `${envelope(OTHER, {})}\n${envelope(OTHER, {}, [2])}\n`
    expect(await verdict({ evidence })).toBe('0')
    expect(await verdict({ evidence, request: { policy: undefined, key: 'k0.pem' } as never })).toBe('5 signature: signature-invalid')
  })

  it('what is hashed is what is verified', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cupel-hostile-'))
    folders.push(folder)
    writeFileSync(join(folder, 'a'), CONTENT)
    const { bytes, digests } = givenArtifact('a', folder, { hold: true })
    expect([bytes?.equals(CONTENT), digests['sha256']]).toEqual([true, DIGEST.toString('hex')])
    expect(givenArtifact('a', folder).bytes).toBeNull()
    expect(givenArtifact(`SHA256:${DIGEST.toString('hex').toUpperCase()}`, folder).digests).toEqual({ sha256: DIGEST.toString('hex') })
  })
})
