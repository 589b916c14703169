import { describe, expect, it } from 'vitest'
import type { BuildClaims, Vouch } from '@cupel/model'
import { packageMatcher } from '../waiver/package-pattern.ts'
import { ConfigInvalid } from '../config/config-invalid.ts'
import { judgeTrust } from './judge-trust.ts'
import { readTrustPolicy } from './read-trust-policy.ts'

const NOW = new Date('2026-11-22T00:00:00Z')
const ISSUER = 'https://token.actions.githubusercontent.com'
const SUBJECT = 'https://github.com/acme/app/.github/workflows/release.yml@refs/pull/7/merge'
const BUILD: BuildClaims = {
  builder: 'b',
  buildType: 't',
  source: 'https://github.com/acme/app',
  branch: '',
  tag: '',
  workflow: '',
  level: 3,
}
const VOUCH: Vouch = {
  evidence: 'provenance',
  signer: { kind: 'sigstore', issuer: ISSUER, subject: SUBJECT, key: '', claims: {} },
  at: NOW,
  build: BUILD,
  source: 'x',
}

function outcome(identity: string, build: string, vouch: Vouch = VOUCH): string {
  const text = `version = 1
[[identity]]
name = "a"
kind = "sigstore"
issuer = "${ISSUER}"
subject = "https://github.com/acme/app/**"
${identity}
[[rule]]
for = ["path:x"]
by = ["a"]
${build}
`
  return judgeTrust(readTrustPolicy(text, 'trust.toml'), { path: 'x' }, { vouches: [vouch], now: NOW }).outcome
}

describe('a star does not stand for what is not stated', () => {
  it.each<[string, string, string]>([
    ['a tag, of a build of a pull request', '', 'build = { tag = "*" }'],
    ['a branch', '', 'build = { branch = "**" }'],
    ['a workflow', '', 'build = { workflow = "**" }'],
    ['a claim', 'claims = { environment = "*" }', ''],
    ['a claim named as what every object has', 'claims = { constructor = "**" }', ''],
  ])('%s', (_, identity, build) => {
    expect(outcome(identity, build)).toBe('refused')
  })

  it('but for any text', () => {
    const build = { ...BUILD, tag: 'v1' }
    const signer = { ...VOUCH.signer, claims: { environment: 'release' } }
    expect(outcome('claims = { environment = "*" }', 'build = { tag = "*" }', { ...VOUCH, build, signer })).toBe('trusted')
  })

  it('a signer without a name', () => {
    expect(outcome('', '', { ...VOUCH, signer: { ...VOUCH.signer, subject: '' } })).toBe('refused')
  })
})

describe('a pattern of packages', () => {
  it.each(['pkg:npm/ab@*', 'pkg:npm/left*pad', 'pkg:npm/%40acme/*@1.0.0', 'pkg:npm/*/app', 'pkg:npm/a?x=*', 'pkg:npm/a#*', 'pkg:npm/**'])(
    '%s is a fault, and no rule about other packages',
    (pattern) => {
      const text = `version = 1\n[[identity]]\nname="a"\nkind="key"\nkey="k"\n[[rule]]\nby=["a"]\nfor=[${JSON.stringify(pattern)}]\n`
      expect(() => readTrustPolicy(text, 'trust.toml')).toThrow(ConfigInvalid)
    },
  )

  it.each<[string, string, boolean]>([
    ['pkg:npm/%40acme/*', 'pkg:npm/%40acme/app@1.0.0', true],
    ['pkg:npm/%40acme/*', 'pkg:npm/%40acme-evil/app@1.0.0', false],
    ['pkg:npm/%40acme/*', 'pkg:pypi/acme@1.0.0', false],
    ['pkg:npm/app', 'pkg:npm/app@1.0.0?vcs_url=x', true],
    ['pkg:npm/app', 'pkg:npm/%40acme/app@1.0.0', false],
    ['pkg:npm/app@1.0.0', 'pkg:npm/app@1.0.0-evil', false],
    ['pkg:npm/*', 'pkg:npm/%40acme/app@1.0.0', true],
  ])('%s of %s: %s', (pattern, purl, expected) => {
    expect(packageMatcher(pattern)(purl)).toBe(expected)
  })
})

it.each(['ssh', 'openpgp', 'key', 'minisign', 'signify', 'npm-registry'] as const)(
  'an identity of kind %s without key is nobody',
  (kind) => {
    const text = `version = 1\n[[identity]]\nname="a"\nkind="${kind}"\nissuer="npm"\nkey="file"\n[[rule]]\nfor=["path:x"]\nby=["a"]\n`
    const policy = readTrustPolicy(text, 'trust.toml')
    const ask = (key: string): string => {
      const identities = policy.identities.map((identity) => ({ ...identity, key }))
      const vouch: Vouch = {
        evidence: 'signature',
        signer: { kind, issuer: 'npm', subject: '', key: 'k', claims: {} },
        at: null,
        source: '',
      }
      return judgeTrust({ ...policy, identities }, { path: 'x' }, { vouches: [vouch], now: NOW }).outcome
    }
    expect([ask('k'), ask('j k'), ask('')]).toEqual(['trusted', 'trusted', 'refused'])
  },
)

it('who fits two identities leaves one to who fits only that', () => {
  const text = `version = 1
[[identity]]
name = "team"
kind = "sigstore"
issuer = "${ISSUER}"
subject = "**@acme.example"
[[identity]]
name = "lead"
kind = "sigstore"
issuer = "${ISSUER}"
subject = "lead@acme.example"
[[rule]]
for = ["path:x"]
by = ["team", "lead"]
threshold = 2
`
  const by = (subject: string): Vouch => ({ ...VOUCH, signer: { ...VOUCH.signer, subject } })
  const ask = (...vouches: readonly Vouch[]): string =>
    judgeTrust(readTrustPolicy(text, 'trust.toml'), { path: 'x' }, { vouches, now: NOW }).outcome
  const [lead, other] = [by('lead@acme.example'), by('other@acme.example')]
  expect([ask(lead, other), ask(other, lead), ask(lead, lead), ask(other, by('third@acme.example'))]).toEqual([
    'trusted',
    'trusted',
    'refused',
    'refused',
  ])
})
