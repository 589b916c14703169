import type { Step } from '@cupel/model'
import { assignIdentities } from './assign-identities.ts'
import { identityDifference } from './identity-matches.ts'
import { plainRepository, ruleApplies } from './rule-applies.ts'
import { starMatches } from './star-pattern.ts'
import type { BuildDemand, TrustIdentity, TrustPolicy, TrustRule } from './trust-policy.ts'
import type { TrustSubject, Vouch } from '@cupel/model'

/**
 * In which way a policy is not met: nobody vouches; trusted people vouch with less than is asked; or somebody else does, or for
 * something else.
 */
export type TrustFault = 'absent' | 'weak' | 'wrong'

export interface TrustJudgement {
  readonly outcome: 'trusted' | 'refused'
  /** The worst of all rules; null when trusted. */
  readonly fault: TrustFault | null
  readonly step: Step
  /** Names of the identities whose vouch counted, sorted. */
  readonly vouchedBy: readonly string[]
}

/**
 * Holds verified statements against the policy. Every rule that applies must be met; a subject that no rule speaks about is
 * refused, since nobody said who may vouch for it. `now` counts only for statements without a trusted time.
 */
export function judgeTrust(
  policy: TrustPolicy,
  subject: TrustSubject,
  { vouches, now }: { readonly vouches: readonly Vouch[]; readonly now: Date },
): TrustJudgement {
  const rules = policy.rules.filter((rule) => ruleApplies(rule, subject))
  if (rules.length === 0) {
    const step: Step = {
      ...head('failed'),
      code: 'trust-missing',
      reason: `no rule of ${policy.source} says who may vouch for ${nameOf(subject)}`,
      remedy: 'add a [[rule]] whose "for" covers it; cupel trust init proposes one from the evidence',
      steps: [],
    }
    return { outcome: 'refused', fault: 'absent', step, vouchedBy: [] }
  }
  const judged = rules.map((rule) => judgeRule(rule, { policy, vouches, now }))
  const failed = judged.some(({ step }) => step.outcome === 'failed')
  return {
    outcome: failed ? 'refused' : 'trusted',
    fault: worstOf(judged.map(({ fault }) => fault)),
    step: { ...head(failed ? 'failed' : 'passed'), steps: judged.map(({ step }) => step) },
    vouchedBy: failed ? [] : [...new Set(judged.flatMap(({ names }) => names))].sort(),
  }
}

function worstOf(faults: readonly (TrustFault | null)[]): TrustFault | null {
  return (['wrong', 'weak', 'absent'] as const).find((one) => faults.includes(one)) ?? null
}

function head(outcome: 'passed' | 'failed'): Omit<Step, 'steps'> {
  return { id: 'trust', title: 'the trust policy accepts who vouches', outcome }
}

function nameOf({ purl, repository, path }: TrustSubject): string {
  return purl ?? repository ?? path ?? 'it'
}

interface RuleInput {
  readonly policy: TrustPolicy
  readonly vouches: readonly Vouch[]
  readonly now: Date
}

/** Different identities are counted, and one signer stands for one identity only, whatever names it carries. */
function judgeRule(
  rule: TrustRule,
  { policy, vouches, now }: RuleInput,
): { readonly step: Step; readonly names: readonly string[]; readonly fault: TrustFault | null } {
  const identities = policy.identities.filter(({ name }) => rule.by.includes(name))
  const steps: Step[] = []
  const faults: (VouchFault | null)[] = []
  const fitting = new Map<string, readonly string[]>()
  for (const vouch of vouches) {
    const { step, names: fit, fault } = judgeVouch(rule, vouch, { identities, now })
    steps.push(step)
    faults.push(fault)
    const signer = signerOf(vouch)
    if (fit.length > 0) fitting.set(signer, [...new Set([...(fitting.get(signer) ?? []), ...fit])])
  }
  const names = [...assignIdentities(fitting).values()].sort()
  const met = names.length >= rule.threshold
  const title = `rule ${rule.name}: ${rule.threshold} of ${rule.by.join(', ')}`
  const step: Step = met
    ? { id: `rule-${rule.name}`, title, outcome: 'passed', found: names.join(', '), steps: steps.map(besideMet) }
    : { id: `rule-${rule.name}`, title, outcome: 'failed', ...shortfall(rule, { steps, names, vouches }), steps }
  return { step, names, fault: met ? null : faultOf(faults) }
}

/** Somebody trusted who says too little outweighs others who vouch as well; evidence of kinds that do not count only shows that the right one is missing. */
function faultOf(faults: readonly (VouchFault | null)[]): TrustFault {
  if (faults.length === 0) return 'absent'
  const counted = faults.filter((one) => one !== 'kind')
  return counted.length === 0 || counted.some((one) => one === null || one === 'weak') ? 'weak' : 'wrong'
}

/** What a rule that was met elsewhere did not need is no failure of it. */
function besideMet(step: Step): Step {
  return step.outcome === 'failed' ? { ...step, outcome: 'not-applicable' } : step
}

function shortfall(
  rule: TrustRule,
  { steps, names, vouches }: { readonly steps: readonly Step[]; readonly names: readonly string[]; readonly vouches: readonly Vouch[] },
): Pick<Step, 'code' | 'reason' | 'remedy'> {
  if (vouches.length === 0)
    return { code: 'evidence-missing', reason: 'there is no verified evidence', remedy: 'give it with --evidence FILE' }
  const first = steps.find(({ outcome }) => outcome === 'failed')
  if (names.length === 0 && first?.code !== undefined) return { code: first.code, reason: first.reason ?? 'no evidence counts' }
  return { code: 'threshold-not-met', reason: `${names.length} of ${rule.threshold} needed identities vouch` }
}

function signerOf({ signer }: Vouch): string {
  return JSON.stringify([signer.kind, signer.key === '' ? [signer.issuer, signer.subject] : signer.key])
}

/** `kind`: the rule does not count this kind of evidence. */
type VouchFault = 'kind' | 'weak' | 'wrong'

/** The verdict on one vouch, and the names of all identities that its signer is. */
function judgeVouch(
  rule: TrustRule,
  vouch: Vouch,
  { identities, now }: { readonly identities: readonly TrustIdentity[]; readonly now: Date },
): { readonly step: Step; readonly names: readonly string[]; readonly fault: VouchFault | null } {
  const refused = (fault: VouchFault, more: Partial<Step>): ReturnType<typeof judgeVouch> => ({
    step: { ...base, outcome: 'failed', ...more },
    names: [],
    fault,
  })
  const base = { id: 'vouch', title: `${vouch.evidence} of ${vouch.source}`, steps: [] }
  if (rule.evidence.length > 0 && !rule.evidence.includes(vouch.evidence)) {
    const reason = 'the rule does not count this kind of evidence'
    return refused('kind', { code: 'policy-not-met', reason, expected: rule.evidence.join(', '), found: vouch.evidence })
  }
  const differences = identities.map((identity) => ({ identity, difference: identityDifference(identity, vouch, now) }))
  const names = differences.flatMap(({ identity, difference }) => (difference === null ? [identity.name] : []))
  if (names.length === 0) return refused('wrong', { code: 'signer-mismatch', ...nearest(differences) })
  const unmet = unmetDemand(rule.build, vouch)
  if (unmet !== null) {
    const { fault, ...told } = unmet
    return refused(fault, { code: 'policy-not-met', ...told })
  }
  return { step: { ...base, outcome: 'passed', found: names.join(', ') }, names, fault: null }
}

type Compared = readonly { readonly identity: TrustIdentity; readonly difference: ReturnType<typeof identityDifference> }[]

/** The identity that got furthest is the one the user meant. */
function nearest(compared: Compared): Pick<Step, 'reason' | 'expected' | 'found'> {
  const order = ['kind', 'issuer', 'subject', 'key']
  const rank = (field: string): number => (order.includes(field) ? order.indexOf(field) : order.length)
  const [best] = [...compared].sort((a, b) => rank(b.difference?.field ?? '') - rank(a.difference?.field ?? ''))
  if (best === undefined || best.difference === null) return { reason: 'the rule names no identity of the policy' }
  const { field, expected, found } = best.difference
  return { reason: `the signer is not ${best.identity.name}: its ${field} differs`, expected, found }
}

function unmetDemand(
  demand: BuildDemand,
  { build }: Vouch,
): (Pick<Step, 'reason' | 'expected' | 'found'> & { readonly fault: VouchFault }) | null {
  const asked = Object.entries(demand).filter(([, value]) => value !== '' && value !== 0)
  if (asked.length === 0) return null
  if (build === undefined) return { fault: 'weak', reason: 'the rule asks what the build was, and this evidence is no build provenance' }
  if (build.level < demand.minLevel) {
    return {
      fault: 'weak',
      reason: 'the build level is too low',
      expected: `SLSA build level ${demand.minLevel}`,
      found: `level ${build.level}`,
    }
  }
  for (const field of ['builder', 'source', 'branch', 'tag', 'workflow', 'buildType'] as const) {
    if (demand[field] === '') continue
    const [expected, found] =
      field === 'source' ? [plainRepository(demand.source), plainRepository(build.source)] : [demand[field], build[field]]
    // `tag = "*"` asks for a tag: what is not stated is no text that a star could stand for.
    if (found === '' || !starMatches(expected, found))
      return { fault: 'wrong', reason: `the build's ${field} is another`, expected, found: found || 'not stated' }
  }
  return null
}
