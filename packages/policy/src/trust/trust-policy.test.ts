import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { ConfigInvalid } from '../config/config-invalid.ts'
import { judgeTrust } from './judge-trust.ts'
import { lintTrustPolicy } from './lint-trust-policy.ts'
import { proposeTrustPolicy } from './propose-trust-policy.ts'
import { readTrustPolicy } from './read-trust-policy.ts'
import { starMatches } from './star-pattern.ts'
import type { Signer, TrustSubject, Vouch } from '@cupel/model'
import { writeTrustPolicy } from './write-trust-policy.ts'

const NOW = new Date('2026-11-22T00:00:00Z')
const ISSUER = 'https://token.actions.githubusercontent.com'
const WORKFLOW = 'https://github.com/acme/app/.github/workflows/release.yml'

const POLICY = `version = 1

[[identity]]
name = "release"
kind = "sigstore"
issuer = "${ISSUER}"
subject = "${WORKFLOW}@refs/tags/*"
claims = { source-repository = "https://github.com/acme/app" }

[[identity]]
name = "alice"
kind = "ssh"
key = "SHA256:alice"
valid-until = 2026-06-30

[[identity]]
name = "bob"
kind = "ssh"
key = "SHA256:bob"

[[rule]]
name = "packages"
for = ["pkg:npm/%40acme/*"]
evidence = ["provenance"]
by = ["release"]
build = { source = "https://github.com/acme/app", min-level = 3 }

[[rule]]
name = "files"
for = ["path:dist/**"]
by = ["alice", "bob"]
threshold = 2
`

function policyOf(text: string, source = 'trust.toml'): ReturnType<typeof readTrustPolicy> {
  return readTrustPolicy(text, source)
}

function faults(text: string, source = 'trust.toml'): readonly string[] {
  try {
    policyOf(text, source)
    return []
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error
    return error.faults.map(({ line, message }) => `${line}: ${message}`)
  }
}

function signer(over: Partial<Signer>): Signer {
  return { kind: 'ssh', issuer: '', subject: '', key: '', claims: {}, ...over }
}

function provenance(over: Partial<Signer> = {}, level = 3): Vouch {
  const claims = { 'source-repository': 'https://github.com/acme/app' }
  return {
    evidence: 'provenance',
    signer: signer({ kind: 'sigstore', issuer: ISSUER, subject: `${WORKFLOW}@refs/tags/v1.2.3`, claims, ...over }),
    at: new Date('2026-10-01T00:00:00Z'),
    build: { builder: 'b', buildType: 't', source: 'git+https://github.com/acme/app.git', branch: '', tag: 'v1.2.3', workflow: '', level },
    source: 'app.sigstore.json',
  }
}

function signature(key: string, at: Date | null = null): Vouch {
  return { evidence: 'signature', signer: signer({ key }), at, source: `${key}.sig` }
}

const APP = { purl: 'pkg:npm/%40acme/app@1.2.3' }
const FILE = { path: 'dist/app.tgz' }

function judged(subject: Parameters<typeof judgeTrust>[1], vouches: readonly Vouch[]): string {
  const { outcome, step, vouchedBy } = judgeTrust(policyOf(POLICY), subject, { vouches, now: NOW })
  if (outcome === 'trusted') return `trusted by ${vouchedBy.join(', ')}`
  const failed = step.steps.find((rule) => rule.outcome === 'failed') ?? step
  return `${failed.code}: ${failed.reason}`
}

describe('readTrustPolicy', () => {
  it('reads TOML, and YAML of the same shape, with lines', () => {
    const policy = policyOf(POLICY)
    expect(policy.identities.map(({ name, kind, line }) => `${name} ${kind} ${line}`)).toEqual([
      'release sigstore 3',
      'alice ssh 10',
      'bob ssh 16',
    ])
    expect(policy.rules[0]).toMatchObject({ name: 'packages', build: { source: 'https://github.com/acme/app', minLevel: 3 }, line: 21 })
    const yaml = 'version: 1\nidentity:\n  - name: bob\n    kind: ssh\n    key: SHA256:bob\nrule:\n  - for: ["path:**"]\n    by: [bob]\n'
    expect(policyOf(yaml, 'trust.yaml').rules).toMatchObject([{ name: '1', for: ['path:**'], by: ['bob'], threshold: 1, line: 7 }])
  })

  it.each([
    ['', ['0: a trust policy starts with version = 1']],
    ['version = 2', ['1: the version of the policy must be 1']],
    ['version = 1\nrules = []', ['2: unknown key "rules"; did you mean "rule"?']],
    ['version = 1\n[identity]\nname = "a"', ['2: identity is a list; in TOML write [[identity]]']],
    [
      'version = 1\n[[identity]]\nkind = "sigstor"\nname = "a"',
      [expect.stringMatching(/^3: identity.kind must be one of .*did you mean "sigstore"\?$/)],
    ],
    [
      'version = 1\n[[identity]]\nkind = "sigstore"\nname = "a"\nissuer = "https://x"',
      ['2: an identity of kind sigstore needs subject, else anybody would be it'],
    ],
    ['version = 1\n[[identity]]\nkind = "key"\nkey = "k"', ['2: an identity needs a name']],
    [
      'version = 1\n[[identity]]\nkind = "sigstore"\nname = "a"\nissuer = "https://x"\nsubject = "s"\nroot = "ours.pem"',
      ['7: an identity of kind sigstore has no root: it would not be looked at'],
    ],
    [
      'version = 1\n[[identity]]\nkind = "key"\nkey = "k"\nname = "a"\nvalid-until = "2026-02-30"',
      ['6: valid-until must be a date as 2030-01-31'],
    ],
    [
      'version = 1\n[[rule]]\nfor = ["lodash"]\nby = ["bob"]',
      [
        '2: rule "1" names "bob", which is no identity',
        '3: rule.for takes purls (pkg:npm/@acme/*), path:dist/** and repo:https://host/owner/name',
      ],
    ],
    [
      'version = 1\n[[identity]]\nkind = "key"\nkey = "k"\nname = "a"\n[[rule]]\nfor = ["path:x"]\nby = ["a", "a"]\nthreshold = 2',
      ['6: rule "1" can never be met: 2 needed of 1'],
    ],
  ])('%j', (text, expected) => {
    expect(faults(text)).toEqual(expected)
  })

  it('throws nothing but ConfigInvalid for any text', () => {
    const piece = fc.constantFrom(
      'version = 1\n',
      '[[identity]]\n',
      '[[rule]]\n',
      'for = ',
      '["path:*"]\n',
      'by',
      '=',
      '"',
      '- ',
      ': ',
      '&a ',
      '*a',
      '\n',
      '{',
      '}',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.boolean(), (parts, yaml) => {
        faults(parts.join(''), yaml ? 't.yml' : 't.toml')
      }),
      { seed: 1, numRuns: 2000 },
    )
  })

  it('is written and read back as the same policy', () => {
    const policy = policyOf(POLICY)
    const plain = (one: typeof policy): unknown => JSON.parse(JSON.stringify(one, (key, value: unknown) => (key === 'line' ? 0 : value)))
    expect(plain(policyOf(writeTrustPolicy(policy, ['seen on first use'])))).toEqual(plain(policy))
  })
})

describe('judgeTrust', () => {
  it.each<readonly [string, Parameters<typeof judgeTrust>[1], readonly Vouch[], string]>([
    ['the right workflow', APP, [provenance()], 'trusted by release'],
    ['no evidence', APP, [], 'evidence-missing: there is no verified evidence'],
    [
      'another workflow',
      APP,
      [provenance({ subject: `${WORKFLOW}@refs/heads/main` })],
      'signer-mismatch: the signer is not release: its subject differs',
    ],
    [
      'another issuer',
      APP,
      [provenance({ issuer: 'https://example.com' })],
      'signer-mismatch: the signer is not release: its issuer differs',
    ],
    [
      'a longer owner',
      APP,
      [provenance({ claims: { 'source-repository': 'https://github.com/acme/app2' } })],
      'signer-mismatch: the signer is not release: its claim source-repository differs',
    ],
    ['no claim', APP, [provenance({ claims: {} })], 'signer-mismatch: the signer is not release: its claim source-repository differs'],
    ['a lower level', APP, [provenance({}, 2)], 'policy-not-met: the build level is too low'],
    ['a signature instead', APP, [signature('SHA256:bob')], 'policy-not-met: the rule does not count this kind of evidence'],
    ['two people', FILE, [signature('SHA256:bob'), signature('SHA256:alice', new Date('2026-06-30T23:59:59Z'))], 'trusted by alice, bob'],
    ['one person twice', FILE, [signature('SHA256:bob'), signature('SHA256:bob')], 'threshold-not-met: 1 of 2 needed identities vouch'],
    [
      'after the end',
      FILE,
      [signature('SHA256:bob'), signature('SHA256:alice', new Date('2026-07-01T00:00:00Z'))],
      'threshold-not-met: 1 of 2 needed identities vouch',
    ],
    ['no trusted time', FILE, [signature('SHA256:bob'), signature('SHA256:alice')], 'threshold-not-met: 1 of 2 needed identities vouch'],
    ['nothing said', { path: 'src/a.c' }, [signature('SHA256:bob')], 'trust-missing: no rule of trust.toml says who may vouch for src/a.c'],
  ])('%s', (_, subject, vouches, expected) => {
    expect(judged(subject, vouches)).toBe(expected)
  })

  it('asks every rule that applies', () => {
    const more = `${POLICY}\n[[rule]]\nname = "also bob"\nfor = ["pkg:npm/%40acme/app"]\nby = ["bob"]\n`
    const ask = (vouches: readonly Vouch[]): string => judgeTrust(policyOf(more), APP, { vouches, now: NOW }).outcome
    expect([ask([provenance()]), ask([provenance(), signature('SHA256:bob')])]).toEqual(['refused', 'trusted'])
  })

  it('one key under two names stands for one', () => {
    const twice = POLICY.replace('SHA256:alice', 'SHA256:bob').replace('valid-until = 2026-06-30', '')
    expect(judgeTrust(policyOf(twice), FILE, { vouches: [signature('SHA256:bob')], now: NOW }).outcome).toBe('refused')
  })
})

describe('lintTrustPolicy', () => {
  const identity = (lines: string): string =>
    `version = 1\n[[identity]]\nname = "a"\n${lines}\n[[rule]]\nfor = ["path:dist/**"]\nby = ["a"]\nevidence = ["signature"]\n`
  const sigstore = (subject: string, issuer = ISSUER): string => identity(`kind = "sigstore"\nissuer = "${issuer}"\nsubject = '${subject}'`)
  const rule = (lines: string): string =>
    `version = 1\n[[identity]]\nname = "a"\nkind = "key"\nkey = "k"\n[[identity]]\nname = "s"\nkind = "sigstore"\nissuer = "${ISSUER}"\nsubject = "${WORKFLOW}@refs/tags/*"\n[[rule]]\n${lines}\n[[rule]]\nfor=["path:z"]\nby=["a","s"]\nevidence=["signature"]\n`

  it.each([
    ['subject-anybody', sigstore('**')],
    ['subject-open-start', sigstore('*@acme.example')],
    ['subject-any-owner', sigstore('https://github.com/*/app/.github/workflows/release.yml@refs/tags/*')],
    ['subject-any-owner', sigstore('https://github.com/acme*/app/.github/workflows/release.yml@refs/tags/*')],
    ['subject-wide', sigstore('https://github.com/acme/**@refs/tags/v1')],
    ['subject-regexp', sigstore('^https://github.com/acme/app/.*$')],
    ['issuer-star', sigstore(`${WORKFLOW}@refs/tags/*`, 'https://*.example')],
    ['issuer-plain-http', sigstore('a@b.example', 'http://login.example')],
    ['issuer-slash', sigstore('a@b.example', 'https://login.example/')],
    ['workflow-no-ref', sigstore(WORKFLOW)],
    ['workflow-any-ref', sigstore(`${WORKFLOW}@**`)],
    [
      'reusable-workflow-source',
      sigstore('https://github.com/slsa-framework/slsa-github-generator/.github/workflows/g.yml@refs/tags/v2.1.0'),
    ],
    ['private-key', identity('kind = "key"\nkey = "-----BEGIN PRIVATE KEY-----"')],
    ['subject-open-start', identity('kind = "x509"\nroot = "ca.pem"\nsubject = "*.acme.example"')],
    ['times-crossed', identity('kind = "key"\nkey = "k"\nvalid-from = 2026-02-01\nvalid-until = 2026-01-01')],
    ['identity-ended', identity('kind = "key"\nkey = "k"\nvalid-until = 2026-01-01')],
    ['identity-unused', 'version = 1\n[[identity]]\nname = "a"\nkind = "key"\nkey = "k"'],
    ['no-rule', 'version = 1'],
    ['by-twice', rule('for = ["path:x"]\nby = ["a", "a"]\nevidence = ["signature"]')],
    ['build-without-provenance', rule('for = ["path:x"]\nby = ["a"]\nevidence = ["signature"]\nbuild = { tag = "v1" }')],
    ['provenance-unasked', rule('for = ["path:x"]\nby = ["s"]\nevidence = ["provenance"]')],
    ['builder-star', rule('for = ["path:x"]\nby = ["s"]\nevidence = ["provenance"]\nbuild = { builder = "https://github.com/x/*" }')],
    ['source-any-owner', rule('for = ["path:x"]\nby = ["s"]\nevidence = ["provenance"]\nbuild = { source = "https://github.com/*/app" }')],
    ['since-moves', rule('for = ["repo:https://x.example/a"]\nby = ["a"]\nevidence = ["commit"]\nsince = "v1.0"')],
    ['any-evidence', rule('for = ["path:x"]\nby = ["s"]')],
    ['for-everything', rule('for = ["path:**"]\nby = ["a"]\nevidence = ["signature"]')],
    [
      'identity-twin',
      'version = 1\n[[identity]]\nname = "a"\nkind = "key"\nkey = "k"\n[[identity]]\nname = "b"\nkind = "key"\nkey = "k"\n[[rule]]\nfor=["path:x"]\nby=["a","b"]\nthreshold=2',
    ],
  ])('%s is found', (id, text) => {
    expect(lintTrustPolicy(policyOf(text), NOW).map((lint) => lint.id)).toContain(id)
  })

  it('takes two keys written out for two, and the same twice for one', () => {
    const key = (name: string, body: string): string =>
      `[[identity]]\nname = "${name}"\nkind = "key"\nkey = """-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----"""\n`
    const twins = (second: string): boolean =>
      lintTrustPolicy(policyOf(`version = 1\n${key('a', 'AAAA')}${key('b', second)}`), NOW).some(({ id }) => id === 'identity-twin')
    expect([twins('BBBB'), twins('AAAA')]).toEqual([false, true])
  })

  it('takes the tags of one version for no regular expression', () => {
    const found = (subject: string): boolean =>
      lintTrustPolicy(
        policyOf(
          rule(
            `for = ["path:x"]\nby = ["a"]\n[[identity]]\nname = "w"\nkind = "sigstore"\nissuer = "https://i.example"\nsubject = "${subject}"`,
          ),
        ),
        NOW,
      ).some(({ id }) => id === 'subject-regexp')
    expect([found('https://x.example/w.yml@refs/tags/v1.*'), found('https://x.example/.*'), found('x.+')]).toEqual([false, true, true])
  })

  it('finds nothing in a policy that says what it means', () => {
    const good = POLICY.replace('valid-until = 2026-06-30', '')
    expect(lintTrustPolicy(policyOf(good), NOW)).toEqual([])
  })
})

test('a proposal accepts what was seen, and the next release of the same workflow, and nobody else', () => {
  const proposed = proposeTrustPolicy([{ subject: APP, vouches: [provenance()] }])
  const policy = policyOf(writeTrustPolicy(proposed))
  const ask = (vouch: Vouch): string => judgeTrust(policy, { purl: 'pkg:npm/%40acme/app@1.3.0' }, { vouches: [vouch], now: NOW }).outcome
  expect(ask(provenance({ subject: `${WORKFLOW}@refs/tags/v1.3.0` }))).toBe('trusted')
  expect(ask(provenance({ subject: `${WORKFLOW}@refs/heads/main` }))).toBe('refused')
  expect(ask(provenance({ claims: { 'source-repository': 'https://github.com/evil/app' } }))).toBe('refused')
  expect(ask(provenance({}, 2))).toBe('refused')
})

test.each<[string, TrustSubject, Vouch]>([
  ['a signer', APP, provenance({ subject: 'https://github.com/*/app@refs/tags/v1' })],
  ['a claim', APP, provenance({ claims: { 'source-repository': 'https://github.com/**' } })],
  ['a file', { path: 'dist/**' }, provenance()],
])('a proposal leaves out %s with a star in its name', (_, subject, vouch) => {
  const { identities, rules, starred } = proposeTrustPolicy([{ subject, vouches: [vouch, provenance()] }])
  const left = 'path' in subject ? 0 : 1
  expect([identities.length, rules.length, starred.length]).toEqual([left, left, 1])
})

test('stars mean what they say: the same as the regular expression', () => {
  const pattern = fc.array(fc.constantFrom('*', '**', 'a', 'b', '/', '.'), { maxLength: 8 }).map((parts) => parts.join(''))
  const text = fc.array(fc.constantFrom('a', 'b', '/', '.'), { maxLength: 10 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(pattern, text, (given, value) => {
      const source = given.replace(/\*+|\./g, (part) => (part === '.' ? '\\.' : part.length > 1 ? '.*' : '[^/]*'))
      expect(starMatches(given, value)).toBe(new RegExp(`^${source}$`, 's').test(value))
    }),
    { seed: 1, numRuns: 5000 },
  )
})
