import { createHash } from 'node:crypto'
import type { Risk } from '../check.ts'
import type { Place, Remediation } from '../outcome.ts'
import type { ProbeFinding } from '../probe.ts'
import { RISK_WEIGHT } from './aggregate-score.ts'
import type { AssessedProbe, Assessment } from './assess.ts'
import type { AssessTool } from './scorecard-json.ts'

const LEVELS: Readonly<Record<Risk, 'error' | 'warning' | 'note'>> = { critical: 'error', high: 'error', medium: 'warning', low: 'note' }
const MAX_RESULTS = 5000

/**
 * Writes an assessment as a SARIF 2.1.0 log: a rule a check, a result a finding that is a fault. What could not be seen is a
 * notification of the run, never a result.
 */
export function scorecardSarif(assessment: Assessment, tool: AssessTool): object {
  const results = assessment.checks.flatMap(({ check }, ruleIndex) =>
    assessment.probes
      .filter(({ probe }) => check.probes.includes(probe.id))
      .flatMap((assessed) => faultsOf(assessed).map((finding) => result(check.id, ruleIndex, LEVELS[check.risk], assessed, finding))),
  )
  const unseen = assessment.checks.flatMap(({ check, missing = [] }) =>
    missing.map(({ detail, remedy }) => `${check.id}: ${detail}; ${remedy}`),
  )
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'cupel',
            semanticVersion: tool.version,
            rules: assessment.checks.map(({ check, score, reason }) => ({
              id: check.id,
              name: check.id,
              shortDescription: { text: check.title },
              fullDescription: { text: `${check.title} (${check.risk} risk): ${score === -1 ? 'no score' : `${score} of 10`}, ${reason}` },
              defaultConfiguration: { level: LEVELS[check.risk] },
              properties: { 'security-severity': RISK_WEIGHT[check.risk].toFixed(1), score, precision: 'high' },
            })),
          },
        },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: [...new Set(unseen)].map((text) => ({ level: 'note', message: { text } })),
          },
        ],
        results: results.slice(0, MAX_RESULTS),
      },
    ],
  }
}

function faultsOf({ probe, findings }: AssessedProbe): readonly ProbeFinding[] {
  return findings.filter(({ outcome }) => outcome === (probe.fault ?? 'false'))
}

function result(ruleId: string, ruleIndex: number, level: string, { probe }: AssessedProbe, finding: ProbeFinding): object {
  const remediation: Remediation = finding.remediation ?? probe.remediation
  const [place] = finding.places
  const uri = place?.path === undefined || place.path === '.' ? 'README.md' : encodePath(place.path)
  const key = [ruleId, probe.id, uri, place?.snippet ?? finding.message].join('\n')
  return {
    ruleId,
    ruleIndex,
    level,
    message: { text: `${finding.message}. ${remediation.text}` },
    locations: [{ physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region: regionOf(place) } }],
    partialFingerprints: { 'cupel/v1': createHash('sha256').update(key).digest('hex').slice(0, 32) },
    properties: { probe: probe.id },
  }
}

function regionOf(place: Place | undefined): object {
  const startLine = place?.line ?? 1
  return {
    startLine,
    ...(place?.endLine === undefined || place.endLine <= startLine ? {} : { endLine: place.endLine }),
    ...(place?.snippet === undefined ? {} : { snippet: { text: place.snippet } }),
  }
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}
