import type { BuildDemand, TrustIdentity, TrustPolicy, TrustRule } from './trust-policy.ts'
import { plainRepository } from './rule-applies.ts'
import type { VouchKind, TrustSubject, Vouch } from '@cupel/model'

const NO_BUILD: BuildDemand = { builder: '', source: '', branch: '', tag: '', workflow: '', buildType: '', minLevel: 0 }

export interface ProposedPolicy extends Pick<TrustPolicy, 'identities' | 'rules'> {
  /** Names with a star in them, for which nothing is proposed: a policy would read them as patterns. */
  readonly starred: readonly string[]
}

/**
 * A policy that accepts exactly who has vouched so far: trust on first use, made explicit. It is a proposal: nobody has checked
 * that these signers are the right ones, and the caller must say so.
 */
export function proposeTrustPolicy(
  seen: readonly { readonly subject: TrustSubject; readonly vouches: readonly Vouch[] }[],
): ProposedPolicy {
  const identities = new Map<string, TrustIdentity>()
  const rules = new Map<string, TrustRule>()
  const starredTexts = new Set<string>()
  for (const { subject, vouches } of seen) {
    for (const vouch of vouches) {
      const starred = starIn(subject, vouch)
      if (starred !== null) {
        starredTexts.add(starred)
        continue
      }
      const identity = identityOf(vouch, identities)
      const pattern = patternOf(subject)
      const build = buildOf(vouch)
      const mark = JSON.stringify([pattern, vouch.evidence, build])
      const rule = rules.get(mark)
      const by = [...new Set([...(rule?.by ?? []), identity.name])].sort()
      rules.set(mark, { ...ruleOf({ pattern, evidence: vouch.evidence, build }), name: rule?.name ?? `${rules.size + 1}`, by })
    }
  }
  return { identities: [...identities.values()], rules: [...rules.values()], starred: [...starredTexts].sort() }
}

/** A name that holds a star would let in, as a pattern, whoever fits it: whoever chose the name would choose whom to trust. */
function starIn({ purl = '', path = '', repository = '' }: TrustSubject, { signer, build }: Vouch): string | null {
  const texts = [signer.subject, signer.key, signer.claims['source-repository'] ?? '', build?.source ?? '', build?.builder ?? '']
  return [...texts, purl, path, repository].find((one) => one.includes('*')) ?? null
}

function ruleOf({
  pattern,
  evidence,
  build,
}: {
  readonly pattern: string
  readonly evidence: VouchKind
  readonly build: BuildDemand
}): TrustRule {
  return { name: '', for: [pattern], evidence: [evidence], by: [], threshold: 1, build, since: '', line: 0 }
}

/** A package is trusted in all versions to come; a file only under its own path. */
function patternOf({ purl, repository, path }: TrustSubject): string {
  if (purl !== undefined) return purl.replace(/[?#].*$/, '').replace(/(?<=.)@[^/@]*$/, '')
  return repository === undefined ? `path:${path ?? ''}` : `repo:${plainRepository(repository)}`
}

/** Tags differ from release to release, so the proposal accepts any tag of the same workflow. */
function identityOf({ signer }: Vouch, known: Map<string, TrustIdentity>): TrustIdentity {
  const subject = signer.subject.replace(/@refs\/tags\/[^*]+$/, '@refs/tags/*')
  const claims = signer.claims['source-repository']
  const mark = JSON.stringify([signer.kind, signer.issuer, subject, signer.key, claims])
  const found = known.get(mark)
  if (found !== undefined) return found
  const identity: TrustIdentity = {
    name: freshName(signer.subject || signer.key, known),
    kind: signer.kind,
    issuer: signer.issuer,
    subject,
    key: signer.key,
    root: '',
    claims: claims === undefined ? {} : { 'source-repository': claims },
    validFrom: '',
    validUntil: '',
    line: 0,
  }
  known.set(mark, identity)
  return identity
}

function freshName(text: string, known: ReadonlyMap<string, TrustIdentity>): string {
  const base =
    text
      .replace(/^https?:\/\/[^/]+\//, '')
      .replace(/@refs.*$/, '')
      .replace(/[^A-Za-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60) || 'signer'
  const taken = new Set([...known.values()].map(({ name }) => name))
  if (!taken.has(base)) return base
  for (let count = 2; ; count++) if (!taken.has(`${base}-${count}`)) return `${base}-${count}`
}

function buildOf({ build }: Vouch): BuildDemand {
  if (build === undefined) return NO_BUILD
  return { ...NO_BUILD, source: build.source, builder: build.builder.replace(/@refs\/tags\/[^*]+$/, '@refs/tags/*'), minLevel: build.level }
}
