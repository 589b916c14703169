import type { Assessment, AssessedCheck } from './assess.ts'
import type { ProbeFinding } from '../probe.ts'

/** Who says it: name is fixed by the format, the version is the caller's. */
export interface AssessTool {
  readonly version: string
  readonly commit: string
}

/** Scorecard's JSON, version 2, field for field. */
export interface ScorecardJson {
  readonly date: string
  readonly repo: { readonly name: string; readonly commit: string }
  readonly scorecard: { readonly version: string; readonly commit: string }
  readonly score: number
  readonly checks: readonly ScorecardJsonCheck[]
  readonly metadata: readonly string[] | null
}

export interface ScorecardJsonCheck {
  readonly details: readonly string[] | null
  readonly score: number
  readonly reason: string
  readonly name: string
  readonly documentation: { readonly url: string; readonly short: string }
  readonly annotations?: readonly string[]
}

export interface ScorecardJsonOptions {
  /** Give the single findings; default true. */
  readonly details?: boolean
  /** Give the project's own annotations; default false, as there. */
  readonly annotations?: boolean
  readonly metadata?: readonly string[]
}

const DOCUMENTATION = 'https://github.com/ossf/scorecard/blob/main/docs/checks.md'

/** Writes an assessment as Scorecard 5 writes its results, for tools that read those. What could not be seen is a line of details. */
export function scorecardJson(assessment: Assessment, tool: AssessTool, options: ScorecardJsonOptions = {}): ScorecardJson {
  return {
    date: assessment.asOf,
    repo: { name: assessment.project.name, commit: assessment.project.commit || 'unknown' },
    scorecard: { version: tool.version, commit: tool.commit },
    score: assessment.score,
    checks: assessment.checks.map((check) => checkJson(check, assessment, options)),
    metadata: options.metadata ?? null,
  }
}

function checkJson(assessed: AssessedCheck, assessment: Assessment, options: ScorecardJsonOptions): ScorecardJsonCheck {
  const { check, score, reason, annotations } = assessed
  const details = options.details === false ? [] : detailsOf(assessed, assessment)
  const reasons = [...new Set(annotations.flatMap((one) => one.reasons))]
  return {
    details: details.length === 0 ? null : details,
    score,
    reason,
    name: check.id,
    documentation: { url: `${DOCUMENTATION}#${check.id.toLowerCase()}`, short: check.title },
    ...(options.annotations === true && reasons.length > 0 ? { annotations: reasons } : {}),
  }
}

function detailsOf({ check, missing = [] }: AssessedCheck, { probes }: Assessment): readonly string[] {
  const lines: string[] = []
  for (const { probe, findings } of probes) {
    if (!check.probes.includes(probe.id)) continue
    for (const finding of findings) {
      if (finding.outcome === 'unknown') continue
      const level = finding.outcome === (probe.fault ?? 'false') ? 'Warn' : 'Info'
      lines.push(`${level}: ${finding.message}${placeText(finding)}`)
    }
  }
  for (const { detail, remedy } of missing) lines.push(`Info: not seen: ${detail}; ${remedy}`)
  return lines
}

function placeText({ places: [place] }: ProbeFinding): string {
  if (place === undefined || place.path === '.') return ''
  if (place.path === undefined)
    return place.url === undefined ? (place.commit === undefined ? '' : `: ${place.commit}`) : place.url === '' ? '' : `: ${place.url}`
  if (place.line === undefined) return `: ${place.path}:1`
  return `: ${place.path}:${place.line}${place.endLine === undefined ? '' : `-${place.endLine}`}`
}
