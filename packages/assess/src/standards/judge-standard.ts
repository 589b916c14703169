import type { Missing, Place, Remediation } from '../outcome.ts'
import type { ProbeFinding } from '../probe.ts'
import type { Answer, Answers } from './answers.ts'
import type { Catalogue, Requirement, Rule } from './catalogue.ts'
import { evaluateRule } from './evaluate-rule.ts'
import type { RuleEvidence, RuleInput, RuleResult } from './evaluate-rule.ts'
import { isEnough } from './level-progress.ts'

/** `unknown`: evidence could not be seen, `missing` says why. `question`: only people can say. */
export type RequirementStatus = 'met' | 'unmet' | 'n/a' | 'unknown' | 'question'

export interface RequirementResult {
  readonly requirement: Requirement
  readonly level: string
  readonly status: RequirementStatus
  /** What the status rests on. */
  readonly basis: 'evidence' | 'answer' | 'none'
  readonly confidence: 'high' | 'medium' | 'low'
  readonly evidence: readonly RuleEvidence[]
  /** One or two sentences with addresses, as the badge site wants them; empty when open. */
  readonly justification: string
  readonly missing?: Missing
  readonly remediation?: Remediation
  /** What people answered, when it was given. */
  readonly answer?: Answer
  /** The answer says one thing and the evidence another. */
  readonly contradicted: boolean
}

export interface JudgeOptions {
  /** Makes an address of a place: `https://host/owner/name/blob/<commit>/<path>#L<line>`; undefined when there is none. */
  readonly linkOf?: (place: Place) => string | undefined
  /** Remedies of probes by their ids. */
  readonly remediations?: ReadonlyMap<string, Remediation>
}

/**
 * Holds the findings of probes, and people's answers, against a standard. Evidence of high confidence stands against an answer
 * that says otherwise, other evidence gives way to it; either way the contradiction is told. Nothing that could not be seen is
 * ever met or unmet. One result a requirement and level, in the catalogue's order.
 */
export function judgeStandard(
  catalogue: Catalogue,
  findings: ReadonlyMap<string, readonly ProbeFinding[]>,
  options: JudgeOptions & { readonly answers?: Answers } = {},
): readonly RequirementResult[] {
  const reached = new Map<string, boolean>()
  const results = new Map<string, RequirementResult>()
  // A level may ask for those before it, so they are judged from the lowest up.
  for (const { id: level } of catalogue.levels) {
    const judged = catalogue.requirements
      .filter(({ levels }) => levels.includes(level))
      .map((requirement) => judge(requirement, level, { findings, levels: reached }, options))
    for (const result of judged) results.set(`${level} ${result.requirement.id}`, result)
    reached.set(level, judged.every(isEnough))
  }
  return catalogue.requirements.flatMap((requirement) =>
    requirement.levels.slice(0, 1).flatMap((level) => results.get(`${level} ${requirement.id}`) ?? []),
  )
}

function judge(
  requirement: Requirement,
  level: string,
  input: RuleInput,
  options: JudgeOptions & { readonly answers?: Answers },
): RequirementResult {
  const seen = observe(requirement, input)
  const answer = options.answers?.get((requirement.field ?? requirement.id).toLowerCase())
  const said = answer === undefined ? undefined : statusOf(answer, requirement)
  const definite = seen.status === 'met' || seen.status === 'unmet' || seen.status === 'n/a'
  const contradicted = definite && said !== undefined && said !== seen.status
  const byEvidence = definite && (!contradicted || requirement.confidence === 'high')
  const status = byEvidence ? seen.status : (said ?? seen.status)
  const basis = byEvidence ? 'evidence' : said !== undefined ? 'answer' : 'none'
  const missing = status === 'unknown' ? missingOf(seen.evidence) : undefined
  const remediation = status === 'met' || status === 'n/a' ? undefined : remedyOf(requirement, seen.evidence, options)
  return {
    requirement,
    level,
    status,
    basis,
    confidence: basis === 'evidence' ? (requirement.confidence ?? 'medium') : basis === 'answer' ? 'medium' : 'low',
    evidence: seen.evidence,
    justification: basis === 'answer' ? (answer?.justification ?? '') : basis === 'evidence' ? justify(seen.evidence, options) : '',
    ...(missing === undefined ? {} : { missing }),
    ...(remediation === undefined ? {} : { remediation }),
    ...(answer === undefined ? {} : { answer }),
    contradicted,
  }
}

function observe(
  { na, met, unmet }: Requirement,
  input: RuleInput,
): { readonly status: RequirementStatus; readonly evidence: readonly RuleEvidence[] } {
  const hold = (rule: Rule | undefined): RuleResult | undefined => (rule === undefined ? undefined : evaluateRule(rule, input))
  const notApplicable = hold(na)
  if (notApplicable?.state === 'yes') return { status: 'n/a', evidence: notApplicable.evidence }
  const fulfilled = hold(met)
  if (fulfilled?.state === 'yes') return { status: 'met', evidence: fulfilled.evidence }
  const broken = hold(unmet)
  if (broken?.state === 'yes') return { status: 'unmet', evidence: broken.evidence }
  const evidence = fulfilled?.evidence ?? []
  return { status: fulfilled?.state === 'unknown' ? 'unknown' : 'question', evidence }
}

function statusOf({ status }: Answer, { naAllowed }: Requirement): RequirementStatus | undefined {
  if (status === 'Met') return 'met'
  if (status === 'Unmet') return 'unmet'
  return status === 'N/A' && naAllowed === true ? 'n/a' : undefined
}

function missingOf(evidence: readonly RuleEvidence[]): Missing {
  const seen = evidence.map(({ finding }) => finding.missing).find((missing) => missing !== undefined && missing.what !== 'declaration')
  return seen ?? { what: 'evidence', detail: 'no evidence was found', remedy: 'answer the question in the questionnaire' }
}

function remedyOf({ advice }: Requirement, evidence: readonly RuleEvidence[], { remediations }: JudgeOptions): Remediation | undefined {
  if (advice !== undefined) return { text: advice, effort: 'medium' }
  for (const { probe, finding } of evidence) {
    const remedy = finding.outcome === 'true' ? undefined : (finding.remediation ?? remediations?.get(probe))
    if (remedy !== undefined) return remedy
  }
  return undefined
}

const MAX_SENTENCES = 3

function justify(evidence: readonly RuleEvidence[], { linkOf }: JudgeOptions): string {
  const sentences = evidence.slice(0, MAX_SENTENCES).map(({ finding }) => {
    const link = finding.places.map((place) => place.url ?? linkOf?.(place)).find((url) => url !== undefined)
    return link === undefined ? `${finding.message}.` : `${finding.message}: ${link}`
  })
  return [...new Set(sentences)].join(' ')
}
