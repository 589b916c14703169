import type { Outcome, Place } from '../outcome.ts'
import type { ProbeFinding } from '../probe.ts'
import type { Assessment, AssessedProbe } from './assess.ts'
import type { AssessTool } from './scorecard-json.ts'

/** Scorecard's probe format, field for field. */
export interface ProbeJson {
  readonly date: string
  readonly repo: { readonly name: string; readonly commit: string }
  readonly scorecard: { readonly version: string; readonly commit: string }
  readonly findings: readonly ProbeJsonFinding[]
}

export interface ProbeJsonFinding {
  readonly location?: {
    readonly type: number
    readonly path: string
    readonly lineStart?: number
    readonly lineEnd?: number
    readonly snippet?: string
  }
  readonly remediation?: { readonly text: string; readonly markdown: string; readonly effort: number }
  readonly values?: Readonly<Record<string, string>>
  readonly probe: string
  readonly message: string
  readonly outcome: 'True' | 'False' | 'NotApplicable' | 'NotAvailable' | 'Error'
}

const OUTCOMES: Readonly<Record<Outcome, ProbeJsonFinding['outcome']>> = {
  true: 'True',
  false: 'False',
  'not-applicable': 'NotApplicable',
  unknown: 'NotAvailable',
  error: 'Error',
}
const EFFORT = { low: 1, medium: 2, high: 3 } as const
const FILE_SOURCE = 1
const FILE_URL = 4

/** Writes every finding of an assessment in Scorecard's probe format. */
export function probeJson(assessment: Assessment, tool: AssessTool): ProbeJson {
  return {
    date: assessment.asOf.slice(0, 10),
    repo: { name: assessment.project.name, commit: assessment.project.commit || 'unknown' },
    scorecard: { version: tool.version, commit: tool.commit },
    findings: assessment.probes.flatMap((assessed) => assessed.findings.map((finding) => findingJson(assessed, finding))),
  }
}

function findingJson({ probe }: AssessedProbe, finding: ProbeFinding): ProbeJsonFinding {
  const location = locationOf(finding.places[0])
  const remediation = finding.remediation ?? probe.remediation
  const isFault = finding.outcome === (probe.fault ?? 'false')
  const markdown = remediation.link === undefined ? remediation.text : `${remediation.text} ([more](${remediation.link}))`
  return {
    ...(location === undefined ? {} : { location }),
    ...(isFault ? { remediation: { text: remediation.text, markdown, effort: EFFORT[remediation.effort] } } : {}),
    ...(finding.values === undefined
      ? {}
      : { values: Object.fromEntries(Object.entries(finding.values).map(([key, value]) => [key, String(value)])) }),
    probe: probe.id,
    message: finding.message,
    outcome: OUTCOMES[finding.outcome],
  }
}

function locationOf(place: Place | undefined): ProbeJsonFinding['location'] {
  if (place === undefined || place.path === '.') return undefined
  const path = place.path ?? place.url
  if (path === undefined) return undefined
  return {
    type: place.path === undefined ? FILE_URL : FILE_SOURCE,
    path,
    ...(place.line === undefined ? {} : { lineStart: place.line }),
    ...(place.endLine === undefined ? {} : { lineEnd: place.endLine }),
    ...(place.snippet === undefined ? {} : { snippet: place.snippet }),
  }
}
