import { assessmentOfDocument } from '@cupel/engine/assess'
import type { AssessmentReport } from '@cupel/model'
import { jsonText, storedText } from '../store/stored-text.ts'

/** An assessment as it is kept. */
export interface ReadAssessment {
  readonly repository: string
  readonly commit: string
  /** null: there is none. */
  readonly score: number | null
  /** `assessmentSummary` as JSON. */
  readonly summary: string
}

const MAX_PLACES = 20

/** Reads the report of an assessment. Throws CupelError for what is none. */
export function readAssessment(text: string, name: string): ReadAssessment {
  const report = assessmentOfDocument(text, name)
  return {
    repository: storedText(report.project.url || report.project.name).slice(0, 2000),
    commit: storedText(report.project.commit).slice(0, 100),
    score: report.score < 0 ? null : report.score,
    summary: jsonText(assessmentSummary(report)),
  }
}

/** What pages show of an assessment; the document has the rest. */
export function assessmentSummary({ checks, standards, slsa, summary, asOf, reading }: AssessmentReport): object {
  return {
    asOf,
    reading,
    checks: checks.map(({ id, title, risk, score, reason, answers, missing }) => ({
      id,
      title,
      risk,
      score: score < 0 ? null : score,
      reason,
      remedy: remedyOf(answers, missing),
      places: (answers ?? [])
        .flatMap(({ places }) => places ?? [])
        .slice(0, MAX_PLACES)
        .map(placeText),
    })),
    standards: standards.map(({ id, title, requirements }) => {
      const count = (...states: readonly string[]): number => (requirements ?? []).filter(({ status }) => states.includes(status)).length
      return { id, title, met: count('met'), unmet: count('unmet'), unknown: count('unknown', 'question'), notApplicable: count('n/a') }
    }),
    slsa,
    summary,
  }
}

function remedyOf(answers: AssessmentReport['checks'][number]['answers'], missing: AssessmentReport['checks'][number]['missing']): string {
  const remedy = answers.find(({ outcome, remediation }) => outcome === 'false' && remediation !== undefined)?.remediation
  return remedy?.text ?? missing[0]?.remedy ?? ''
}

function placeText({ path, line, url, commit }: { path?: string; line?: number; url?: string; commit?: string }): string {
  if (path !== undefined) return line === undefined ? path : `${path}:${line}`
  return url ?? commit ?? ''
}
