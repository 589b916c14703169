import type { TrustIdentity, TrustPolicy, TrustRule } from './trust-policy.ts'

/** Something in a policy that is allowed and probably not meant. */
export interface TrustLint {
  readonly id: string
  readonly level: 'error' | 'warning'
  readonly line: number
  /** One sentence without a full stop. */
  readonly message: string
  readonly remedy: string
}

/** Forges where everybody can have a name: a star in place of the owner lets them all in. */
const SHARED_HOSTS = ['https://github.com/', 'https://gitlab.com/', 'https://codeberg.org/', 'https://bitbucket.org/']
const CI_ISSUERS = ['https://token.actions.githubusercontent.com', 'https://gitlab.com']

/** Looks for what makes a policy weaker than it seems. `now` decides what has ended. */
export function lintTrustPolicy(policy: TrustPolicy, now: Date): readonly TrustLint[] {
  const day = now.toISOString().slice(0, 10)
  const found = [
    ...policy.identities.flatMap((identity) => [...lintIdentity(identity), ...lintTimes(identity, day)]),
    ...policy.rules.flatMap((rule) => lintRule(rule, policy)),
    ...twins(policy.identities),
    ...unused(policy),
  ]
  return found.toSorted((a, b) => a.line - b.line || (a.id < b.id ? -1 : 1))
}

function lintIdentity({ kind, issuer, subject, key, claims, line, name }: TrustIdentity): readonly TrustLint[] {
  const found: TrustLint[] = []
  const add = (id: string, level: TrustLint['level'], message: string, remedy: string): void => {
    found.push({ id, level, line, message: `identity ${name}: ${message}`, remedy })
  }
  if (/^\*+$/.test(subject)) add('subject-anybody', 'error', 'its subject is anybody', 'name whom you mean')
  else if (subject.startsWith('*')) {
    add(
      'subject-open-start',
      'error',
      'its subject starts with a star, so that any address that ends so is accepted',
      'write the address from its start',
    )
  } else if (isOwnerOpen(subject)) {
    add('subject-any-owner', 'error', 'its subject leaves the owner open on a forge where anybody can have one', 'write the owner')
  } else if (subject.includes('**')) {
    add('subject-wide', 'warning', 'its subject crosses "/" by "**"', 'use "*" for one part of the address')
  }
  // `v1.*` is the tags of one version, and no regular expression.
  if (/^\^|\$$|\(\?|\\[./]|(?<!\d)\.\*|\.\+/.test(subject)) {
    add('subject-regexp', 'error', 'its subject looks like a regular expression, and is compared literally', 'use "*" and "**"')
  }
  if (issuer.includes('*'))
    add('issuer-star', 'error', 'its issuer has a star, which stands for itself there', 'write one issuer; make one identity for each')
  if (issuer.startsWith('http://')) add('issuer-plain-http', 'error', 'its issuer is not https', 'use the https address')
  if (issuer.endsWith('/') && kind === 'sigstore')
    add('issuer-slash', 'warning', 'its issuer ends with "/"; issuers are compared exactly', 'write it as the token has it')
  if (kind === 'sigstore' && CI_ISSUERS.includes(issuer)) lintWorkflow(subject, claims, add)
  if (/PRIVATE KEY/.test(key))
    add('private-key', 'error', 'a private key stands in the policy', 'take it out, replace that key, and write the public one')
  if (kind === 'x509' && subject.startsWith('*.'))
    add('subject-open-start', 'error', 'its subject is every host of a domain', 'name the host')
  return found
}

type AddLint = (id: string, level: TrustLint['level'], message: string, remedy: string) => void

function lintWorkflow(subject: string, claims: Readonly<Record<string, string>>, add: AddLint): void {
  if (!subject.includes('@') && !subject.endsWith('*')) {
    add('workflow-no-ref', 'error', 'its subject is a workflow without "@ref"; it never matches', 'add @refs/heads/main or @refs/tags/*')
  } else if (/@\*+$/.test(subject)) {
    add(
      'workflow-any-ref',
      'warning',
      'its subject accepts every branch, also of pull requests in the repository',
      'write @refs/heads/main or @refs/tags/*',
    )
  }
  if (/slsa-framework\/|\/\.github\/\.github\/workflows\//.test(subject) && claims['source-repository'] === undefined) {
    add(
      'reusable-workflow-source',
      'error',
      'its subject is a shared workflow that any repository can call',
      'add claims = { source-repository = "https://…" }',
    )
  }
}

/** `https://github.com/*…`, or the star inside the owner. */
function isOwnerOpen(subject: string): boolean {
  const host = SHARED_HOSTS.find((one) => subject.startsWith(one))
  return host !== undefined && subject.slice(host.length).split('/')[0]?.includes('*') === true
}

function lintTimes({ validFrom, validUntil, line, name }: TrustIdentity, day: string): readonly TrustLint[] {
  const lint = (id: string, level: TrustLint['level'], message: string, remedy: string): readonly TrustLint[] => [
    { id, level, line, message: `identity ${name}: ${message}`, remedy },
  ]
  if (validFrom !== '' && validUntil !== '' && validUntil < validFrom) {
    return lint('times-crossed', 'error', 'it ends before it begins', 'mend valid-from and valid-until')
  }
  if (validUntil !== '' && validUntil < day) {
    return lint('identity-ended', 'warning', `it ended on ${validUntil}`, 'keep it for what was signed before, or take it out')
  }
  return []
}

function lintRule(rule: TrustRule, { identities }: TrustPolicy): readonly TrustLint[] {
  const found: TrustLint[] = []
  const add = (id: string, level: TrustLint['level'], message: string, remedy: string): void => {
    found.push({ id, level, line: rule.line, message: `rule ${rule.name}: ${message}`, remedy })
  }
  const keyless = identities.some(({ name, kind }) => rule.by.includes(name) && kind === 'sigstore')
  const asksBuild = Object.values(rule.build).some((value) => value !== '' && value !== 0)
  if (new Set(rule.by).size < rule.by.length) add('by-twice', 'warning', 'names an identity twice', 'name it once; it counts once')
  if (asksBuild && rule.evidence.length > 0 && !rule.evidence.includes('provenance')) {
    add('build-without-provenance', 'error', 'asks about the build, but does not count provenance', 'add "provenance" to evidence')
  }
  if (rule.evidence.includes('provenance') && !asksBuild) {
    add('provenance-unasked', 'warning', 'counts provenance without asking what it says', 'add build = { source = "https://…" }')
  }
  if (/\*/.test(rule.build.builder)) add('builder-star', 'warning', 'accepts builders by a star', 'name the builder')
  if (isOwnerOpen(rule.build.source) || rule.build.source.startsWith('*'))
    add('source-any-owner', 'error', 'accepts any owner as source', 'write the repository')
  if (rule.evidence.length === 0 && keyless) {
    add(
      'any-evidence',
      'warning',
      'counts every kind of evidence, so that a signature on anything can stand for provenance',
      'say which evidence counts',
    )
  }
  if (rule.since !== '' && !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(rule.since)) {
    add('since-moves', 'warning', 'leaves out what a name reaches, which whoever can push can move', 'write the whole id of the commit')
  }
  if (rule.for.some((pattern) => /^(path:|repo:)\*+$/.test(pattern))) {
    add('for-everything', 'warning', 'speaks about everything', 'narrow "for", so that a new thing is refused until somebody vouches')
  }
  return found
}

/** One key under two names would meet a threshold of two alone. */
function twins(identities: readonly TrustIdentity[]): readonly TrustLint[] {
  const found: TrustLint[] = []
  const seen = new Map<string, TrustIdentity>()
  for (const identity of identities) {
    const { kind, key, issuer, subject, line, name } = identity
    const mark = JSON.stringify(key === '' ? [kind, issuer, subject, Object.entries(identity.claims)] : [kind, keyMark(key)])
    const first = seen.get(mark)
    if (first !== undefined) {
      const message = `identity ${name}: is the same as ${first.name}, so that one signer counts as two`
      found.push({ id: 'identity-twin', level: 'error', line, message, remedy: 'keep one of them' })
    } else seen.set(mark, identity)
  }
  return found
}

/** A line of SSH without its comment; of PEM every line counts. */
function keyMark(key: string): string {
  const words = key.trim().split(/\s+/)
  return (key.includes('-----BEGIN') ? words : words.slice(0, 2)).join(' ')
}

function unused({ identities, rules }: TrustPolicy): readonly TrustLint[] {
  const used = new Set(rules.flatMap(({ by }) => by))
  const found = identities
    .filter(({ name }) => !used.has(name))
    .map(({ name, line }): TrustLint => {
      return {
        id: 'identity-unused',
        level: 'warning',
        line,
        message: `identity ${name}: no rule names it`,
        remedy: 'name it in a rule or take it out',
      }
    })
  if (rules.length > 0) return found
  return [
    ...found,
    { id: 'no-rule', level: 'error', line: 0, message: 'the policy has no rule, so that everything is refused', remedy: 'add a [[rule]]' },
  ]
}
