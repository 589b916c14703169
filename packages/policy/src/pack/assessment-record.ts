import type { AssessmentReport, EvidencePlace, PolicyPlace, RequirementReport, StandardReport } from '@cupel/model'
import type { CelResult } from '../cel/cel-value.ts'
import { policyRecord, unknownFor } from './policy-subject.ts'
import type { PolicyRecord } from './policy-subject.ts'
import { mapOfTexts, timeOr } from './record-values.ts'

/** An assessment as rules see it. `source` is the file of the report. */
export function assessmentRecord(report: AssessmentReport, source: string): PolicyRecord {
  const { project, score, memorySafety } = report
  const whole = (): readonly PolicyPlace[] => [{ path: source }]
  const fields = {
    name: project.name,
    url: project.url,
    commit: project.commit,
    as_of: timeOr(report.asOf, 'when the assessment was made'),
    score: score < 0 ? unknownFor('a score of the assessment: no check has one') : score,
    checks: someOf(
      'checks of the assessment',
      report.checks.map((check) => {
        const { id, risk, reason, basis, answers, missing } = check
        // Whoever can push can write what the clone declares: it must not satisfy a rule.
        const value =
          basis === 'clone'
            ? unknownFor(`check ${id}: ${reason}`)
            : check.score < 0
              ? unknownFor(`check ${id}: ${missing[0]?.detail ?? reason}`)
              : check.score
        return [
          id,
          policyRecord('check', { id, risk, score: value, reason }, () =>
            places(
              answers.flatMap((one) => one.places),
              source,
            ),
          ),
        ]
      }),
    ),
    standards: someOf(
      'standards of the assessment',
      report.standards.map((one) => [one.id, standardRecord(one, source)] as const),
    ),
    slsa: mapOfTexts(
      report.slsa.map(({ track, claimed, shown }) => [
        track,
        policyRecord(
          'track',
          { claimed: claimed === null ? unknownFor(`a claimed SLSA level, track ${track}`) : BigInt(claimed), shown: BigInt(shown) },
          whole,
        ),
      ]),
    ),
    claims: report.claims.map(({ kind, claim, verdict, stated }) =>
      policyRecord('claim', { kind, claim, verdict }, () => places([stated], source)),
    ),
    criticality: mapOfTexts(report.criticality.map(({ formula, score: value }) => [formula, value])),
    unsafe_share: memorySafety === null ? unknownFor('how much of the code is memory-unsafe') : memorySafety.unsafeShare,
  }
  return policyRecord('assessment', fields, whole)
}

/** What holds for all of nothing would say nothing of what was not asked. */
function someOf(what: string, entries: readonly (readonly [string, PolicyRecord])[]): CelResult {
  return entries.length === 0 ? unknownFor(what) : mapOfTexts(entries)
}

function standardRecord({ id, version, reached, levels, requirements }: StandardReport, source: string): PolicyRecord {
  const fields = {
    id,
    version,
    reached: reached ?? '',
    levels: mapOfTexts(
      levels.map(({ id: level, percent, counts }) => [
        level,
        policyRecord('level', { id: level, percent, unmet: BigInt(counts.unmet), open: BigInt(counts.unknown + counts.question) }, () => [
          { path: source },
        ]),
      ]),
    ),
    requirements: mapOfTexts(requirements.map((one) => [one.id, requirementRecord(one, source)])),
  }
  return policyRecord('standard', fields, () => [{ path: source }])
}

function requirementRecord(requirement: RequirementReport, source: string): PolicyRecord {
  const { id, title, category, contradicted } = requirement
  const fields = { id, title, category, met: isMet(requirement), contradicted }
  return policyRecord('requirement', fields, () => places(requirement.places, source))
}

function isMet({ id, status, missing, justification }: RequirementReport): CelResult {
  if (status === 'met' || status === 'n/a') return true
  if (status === 'unmet') return false
  return unknownFor(`${id}: ${missing?.detail ?? (status === 'question' ? 'only people can say' : justification)}`)
}

function places(list: readonly EvidencePlace[], source: string): readonly PolicyPlace[] {
  const found = list.map(({ path, line, url }) => ({
    ...(path !== undefined && { path }),
    ...(line !== undefined && { line }),
    ...(url !== undefined && { url }),
  }))
  return [...found.filter((one) => one.path !== undefined || one.url !== undefined), { path: source }]
}
