import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { attestation, GOOD, OLD, outcome, sri } from './origin-case.ts'
import type { Case, Files } from './origin-case.ts'

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

const PYPI = 'the wheel of acme 2.0'
const WHEEL = 'acme-2.0-py3-none-any.whl'
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

describe('documents of an index', () => {
  const listing = (files: readonly object[]): object => ({ meta: { 'api-version': '1.3' }, name: 'acme', files })
  const listed = (filename: string, bytes: string, day: number, provenance: string | null = null): object => {
    return { filename, hashes: { sha256: sha256(bytes) }, 'upload-time': `2026-01-0${day}T00:00:00Z`, provenance }
  }
  const attested = (repository: string): object => {
    return { version: 1, attestation_bundles: [{ publisher: { kind: 'GitHub', repository, workflow: 'r.yml' }, attestations: [] }] }
  }
  const rule = 'for = ["pkg:pypi/acme"]\nby = ["k0"]'
  const files = { 'project/requirements.txt': `acme==2.0 --hash=sha256:${sha256(PYPI)}\n` }
  const own = { 'own.json': attestation({ name: WHEEL, digest: { sha256: sha256(PYPI) } }) }
  it.each<[string, Files, string]>([
    ['nothing but evidence', own, 'trusted'],
    [
      'evidence of an old release',
      { 'own.json': attestation({ name: 'acme-1.0-py3-none-any.whl', digest: { sha256: sha256(PYPI) } }) },
      'wrong',
    ],
    ['a listing with the file', { ...own, 'acme.json': listing([listed(WHEEL, PYPI, 2)]) }, 'trusted'],
    ['a listing with another file of the release', { ...own, 'acme.json': listing([listed(WHEEL, 'else', 2)]) }, 'wrong'],
    ['a listing without the release', { ...own, 'acme.json': listing([listed('acme-1.0-py3-none-any.whl', 'old', 1)]) }, 'trusted'],
    ['a listing of another project', { ...own, 'acme.json': { ...listing([]), name: 'other' } }, 'trusted'],
    [
      'provenance before and none now',
      { ...own, 'acme.json': listing([listed('acme-1.0-py3-none-any.whl', 'old', 1, 'https://index.example/1'), listed(WHEEL, PYPI, 2)]) },
      'downgraded',
    ],
    [
      'another publisher before',
      {
        ...own,
        'acme.json': listing([listed('acme-1.0-py3-none-any.whl', 'old', 1, 'x'), listed(WHEEL, PYPI, 2, 'y')]),
        'acme-1.0-py3-none-any.whl.provenance': attested('acme/acme'),
        [`${WHEEL}.provenance`]: attested('mallory/acme'),
      },
      'downgraded',
    ],
  ])('%s', async (_, evidence, expected) => {
    expect(await outcome({ rule, files, lock: {}, evidence })).toBe(expected)
  })

  it('asks for every file that a lock pins', async () => {
    const two = { 'project/requirements.txt': `acme==2.0 --hash=sha256:${sha256(PYPI)} --hash=sha256:${sha256('other')}\n` }
    expect(await outcome({ rule, files: two, lock: {}, evidence: own })).toBe('absent')
    const both = { ...own, 'b.json': attestation({ name: 'acme-2.0.tar.gz', digest: { sha256: sha256('other') } }) }
    expect(await outcome({ rule, files: two, lock: {}, evidence: both })).toBe('trusted')
  })
})

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
