import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Sandbox } from '../sandbox/sandbox.ts'
import { TufClient } from '../tuf/tuf-client.ts'
import { Refused } from '../verdict/refused.ts'
import { readShippedTrust } from './shipped-trust.ts'
import { parseSigningConfig, selectServices } from './signing-config.ts'
import { parseTrustedRoot } from './trusted-root.ts'

const NOW = new Date('2026-09-01T12:00:00Z')
const made = new Sandbox({ baseUrl: 'http://127.0.0.1:4000', now: () => NOW, random: randomBytes })

interface LogJson {
  publicKey: { keyDetails: unknown; validFor: { start?: string; end?: string } }
}

interface RootJson {
  mediaType: string
  tlogs: [LogJson, LogJson]
  certificateAuthorities: [{ certChain: { certificates: unknown[] }; validFor: { start?: string } }]
}

function changed(change: (root: RootJson) => void): string {
  const root = JSON.parse(made.trustedRoot()) as RootJson
  change(root)
  return JSON.stringify(root)
}

describe('parseTrustedRoot', () => {
  it('reads all of a root', () => {
    const root = parseTrustedRoot(made.trustedRoot())
    expect([root.logs.length, root.certificateAuthorities.length, root.certificateLogs.length, root.timestampAuthorities.length]).toEqual([
      2, 1, 1, 1,
    ])
    expect(root.unusable).toEqual([])
  })

  it('sets keys of unknown kinds aside', () => {
    const root = parseTrustedRoot(changed(({ tlogs }) => (tlogs[0].publicKey.keyDetails = 'LMS_SHA256')))
    expect(root.logs).toHaveLength(1)
    expect(root.unusable.map(({ where, refused }) => [where, refused.code])).toEqual([['trustedRoot.tlogs[0]', 'unsupported-algorithm']])
  })

  it.each<[string, (root: RootJson) => unknown, string]>([
    ['another version', (root) => (root.mediaType = 'application/vnd.dev.sigstore.trustedroot+json;version=9'), 'unsupported-version'],
    ['a log without start', ({ tlogs }) => delete tlogs[0].publicKey.validFor.start, 'trust-missing'],
    ['an authority without start', ({ certificateAuthorities: [ca] }) => delete ca.validFor.start, 'trust-missing'],
    ['an end before the start', ({ tlogs }) => (tlogs[0].publicKey.validFor.end = '2001-01-01T00:00:00Z'), 'malformed'],
    ['an authority without certificates', ({ certificateAuthorities: [ca] }) => (ca.certChain.certificates = []), 'trust-missing'],
    ['an authority without root', ({ certificateAuthorities: [ca] }) => ca.certChain.certificates.pop(), 'trust-missing'],
    ['a key of another type than it says', ({ tlogs }) => (tlogs[0].publicKey.keyDetails = 'PKIX_ED25519'), 'content-mismatch'],
  ])('refuses %s', (_, change, code) => {
    expect(code).toBe(refusal(() => parseTrustedRoot(changed(change))).code)
  })
})

describe('the shipped trust', () => {
  const bytes = readFileSync(join(import.meta.dirname, '../../data/sigstore-trust.json'))

  it('is usable, and says when it is old', () => {
    const { root, tufRoot, asOf, warning } = readShippedTrust(bytes, NOW)
    expect(root.logs.map(({ name }) => name)).toContain('rekor.sigstore.dev')
    expect(root.unusable).toEqual([])
    expect(asOf.toISOString()).toBe('2026-08-21T00:00:00.000Z')
    expect(warning).toBeUndefined()
    const fetch = () => Promise.resolve(undefined)
    expect(new TufClient(new Map([['root', tufRoot]]), { fetchMetadata: fetch, fetchTarget: fetch, now: NOW }).rootVersion).toBe(15)
    expect(readShippedTrust(bytes, new Date('2027-06-01T00:00:00Z')).warning).toContain('284 days old')
    expect(readShippedTrust(bytes, new Date('2026-12-01T00:00:00Z')).warning).toContain('stood by it until 2026-11-20 only')
    expect(readShippedTrust(bytes, new Date('2025-01-01T00:00:00Z')).warning).toContain('yet to come')
  })
})

describe('selectServices', () => {
  const { logs } = parseSigningConfig(made.signingConfig())

  it('takes the newest of each operator, as many as asked', () => {
    const options = { now: NOW, apiVersions: [1, 2] }
    expect(selectServices(logs, { selector: 'ANY', count: 0 }, options).map(({ apiVersion }) => apiVersion)).toEqual([2])
    expect(selectServices(logs, { selector: 'ANY', count: 0 }, { ...options, apiVersions: [1] }).map(({ url }) => url)).toEqual([
      `${made.baseUrl}/rekor`,
    ])
    expect(refusal(() => selectServices(logs, { selector: 'EXACT', count: 2 }, options)).code).toBe('trust-missing')
    expect(refusal(() => selectServices(logs, { selector: 'ANY', count: 0 }, { now: new Date(0), apiVersions: [1] })).code).toBe(
      'trust-missing',
    )
  })
})

function refusal(run: () => unknown): Refused {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(Refused)
    return error as Refused
  }
  throw new Error('was not refused')
}
