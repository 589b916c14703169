import type { PolicyException, PolicyPackReport, PolicyResult, PolicyRuleReport, RuleOutcome } from '@cupel/model'
import type { CelMeter } from '../cel/cel-program.ts'
import type { CelRecord } from '../cel/cel-value.ts'
import { CelTimestamp, fieldOf, isRecord, RECORD_TYPE } from '../cel/cel-value.ts'
import { starMatches } from '../trust/star-pattern.ts'
import { evaluateRule, explainAnswer, messageOf } from './evaluate-rule.ts'
import type { Variables } from './evaluate-rule.ts'
import type { PackRule, PolicyPack, RuleException } from './policy-pack.ts'
import type { PolicySubject, PolicySubjects } from './policy-subject.ts'

export interface EvaluateOptions {
  readonly now: Date
  /** Results of each rule that are explained; default 20. */
  readonly explained?: number
  /** List what is kept too, to be explained; default: only what is not. */
  readonly passed?: boolean
  /** Steps for the whole pack; default 100 million. A rule that finds none left is unknown. */
  readonly steps?: number
}

/** Results of one rule that could not be answered and are listed. */
const MAX_UNKNOWN = 1000

interface Setting {
  readonly shared: Variables
  readonly project: CelRecord
  readonly exceptions: readonly { readonly exception: RuleException; readonly expired: boolean; used: number }[]
  readonly meter: CelMeter
  readonly explained: number
  readonly passed: boolean
}

/**
 * Asks every rule of a pack about its subjects. Pure: the same pack, subjects and time give the same report. Only what is shown passes;
 * missing evidence and rules that cannot be evaluated are unknown.
 */
export function evaluatePack(pack: PolicyPack, subjects: PolicySubjects, options: EvaluateOptions): PolicyPackReport {
  const today = options.now.toISOString().slice(0, 10)
  const parameters = Object.fromEntries(pack.parameters.map(({ name, value }) => [name, value]))
  const milliseconds = options.now.getTime()
  const now = new CelTimestamp(Math.floor(milliseconds / 1000), (((milliseconds % 1000) + 1000) % 1000) * 1_000_000)
  const setting: Setting = {
    shared: { project: subjects.whole, now, params: { ...parameters, [RECORD_TYPE]: 'params' } },
    project: subjects.whole,
    exceptions: pack.exceptions.map((exception) => ({ exception, expired: exception.expires < today, used: 0 })),
    meter: { steps: options.steps ?? 100_000_000 },
    explained: options.explained ?? 20,
    passed: options.passed ?? false,
  }
  const enabled = pack.rules.filter(({ disabled }) => disabled === null)
  const rules = enabled.map((rule) => ruleReport(rule, subjects[rule.subject], setting))
  return {
    id: pack.id,
    title: pack.title,
    version: pack.version,
    source: pack.source,
    digest: pack.digest,
    parameters: Object.fromEntries(pack.parameters.map(({ name, shown }) => [name, shown])),
    outcome: worstOutcome(rules.filter(({ severity }) => severity !== 'info').map(({ outcome }) => outcome)),
    rules,
    disabled: pack.rules.flatMap(({ id, disabled }) => (disabled === null ? [] : [{ id, ...disabled }])),
    notes: [
      ...pack.rules.flatMap(weighedNote),
      ...setting.exceptions.flatMap(noteOf),
      ...subjects.leftOut.map((detail) => `asked about a part only: ${detail}`),
    ],
  }
}

/** A rule that counts for less than its author said is told of, as one that is switched off. */
function weighedNote({ id, severity, weighed }: PackRule): readonly string[] {
  if (weighed === undefined) return []
  const { from, reason, source, line } = weighed
  return [`${id} is ${severity} instead of ${from}: ${reason} (${source}:${line})`]
}

/** Fail before unknown before pass; not applicable only when nothing else is there. */
export function worstOutcome(outcomes: readonly RuleOutcome[]): RuleOutcome {
  return (['fail', 'unknown', 'pass'] as const).find((one) => outcomes.includes(one)) ?? 'not-applicable'
}

function ruleReport(rule: PackRule, subjects: readonly PolicySubject[], setting: Setting): PolicyRuleReport {
  const counts = { pass: 0, fail: 0, unknown: 0, notApplicable: 0, excepted: 0 }
  const results: PolicyResult[] = []
  for (const subject of subjects) {
    const variables = variablesOf(rule, subject, setting)
    const answer = evaluateRule(rule, variables, setting.meter)
    if (answer.outcome === 'pass') counts.pass++
    if (answer.outcome === 'not-applicable') counts.notApplicable++
    else if (answer.outcome !== 'pass' || setting.passed) {
      const exception = answer.outcome === 'pass' ? null : exceptionFor(rule.id, subject, setting)
      if (answer.outcome !== 'pass') counts[exception === null ? answer.outcome : 'excepted']++
      // Evidence that is missing as a whole is missing for everything: the counts say for how much.
      if (answer.outcome === 'unknown' && counts.unknown > MAX_UNKNOWN) continue
      const explained =
        results.length < setting.explained ? explainAnswer(answer, variables, setting.meter) : { deciding: [], evidence: [] }
      results.push({
        subject: subject.id,
        name: subject.name,
        outcome: answer.outcome,
        message: messageOf(rule, variables, setting.meter),
        missing: answer.missing,
        ...explained,
        ...(exception !== null && { exception }),
      })
    }
  }
  const { id, title, severity, remediation, mappings, source, line } = rule
  const outcome = counts.fail > 0 ? 'fail' : counts.unknown > 0 ? 'unknown' : counts.pass + counts.excepted > 0 ? 'pass' : 'not-applicable'
  return { id, title, severity, subject: rule.subject, outcome, counts, remediation, mappings, source, line, results }
}

/** What a rule about a subject may look at. */
function variablesOf({ subject: kind }: PackRule, { record }: PolicySubject, { shared }: Setting): Variables {
  if (kind === 'project') return shared
  if (kind !== 'finding') return { ...shared, [kind]: record }
  return {
    ...shared,
    finding: record,
    get component() {
      return isRecord(record) ? (fieldOf(record, 'component') ?? record) : record
    },
  }
}

function exceptionFor(rule: string, { id, unseen }: PolicySubject, { exceptions }: Setting): PolicyException | null {
  let found: RuleException | null = null
  for (const one of exceptions) {
    const { rule: from, subject } = one.exception
    if ((from !== rule && from !== '*') || (unseen === true ? subject !== id : !starMatches(subject, id))) continue
    one.used++
    if (!one.expired) found ??= one.exception
  }
  if (found === null) return null
  const { owner, reason, expires, source, line } = found
  return { owner, reason, expires, source, line }
}

function noteOf({ exception, expired, used }: Setting['exceptions'][number]): readonly string[] {
  const { rule, subject, source, line, expires, owner } = exception
  const which = `${source}:${line}: the exception from ${rule} for ${subject}`
  if (expired && used > 0) return [`${which} ended on ${expires} and no longer applies; mend it, or ask ${owner} to renew it`]
  return used === 0 ? [`${which} matches nothing; remove it`] : []
}
