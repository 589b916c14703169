import type { Evidence, Finding, StateReason } from '@cupel/model'
import { exploitMarks, fixText, isOpen, packageLabel, reasonText, severityText, stepLabel } from '../text/finding-text.ts'
import { oneLine, printable } from '../text/printable.ts'
import { stepTexts } from '../text/step-text.ts'
import { relativeUri, sarifLocation } from './location.ts'
import { sarifLevel } from './rule.ts'

export interface ResultContext {
  readonly ruleIndex: number
  /** Places of every component, for the steps of dependency paths. */
  readonly evidence: ReadonlyMap<string, readonly Evidence[]>
  /** §3.27.23: when one result of a run states its suppressions, all do. */
  readonly anySuppressed: boolean
}

/** One result (§3.27) a finding. All its locations have to change to mend it, so all of them are `locations`. */
export function sarifResult(finding: Finding, { ruleIndex, evidence, anySuppressed }: ResultContext): unknown {
  const related = relatedLocations(finding, evidence)
  return {
    ruleId: printable(finding.advisory.id),
    ruleIndex,
    kind: 'fail',
    level: sarifLevel(finding),
    rank: Math.min(100, Math.max(0, finding.rank.score)),
    message: { text: messageOf(finding) },
    ...(finding.locations.length > 0 && {
      locations: finding.locations.map((one) => ({
        ...sarifLocation(one),
        logicalLocations: [{ fullyQualifiedName: printable(finding.component), kind: 'package' }],
      })),
    }),
    ...(related.length > 0 && { relatedLocations: related }),
    partialFingerprints: { 'cupelFinding/v1': finding.id },
    ...(anySuppressed && { suppressions: suppressionsOf(finding) }),
    properties: {
      component: printable(finding.component),
      state: finding.state,
      fixedVersions: finding.fixedVersions,
      upgrade: finding.upgrade,
      scopes: finding.scopes,
      direct: finding.direct,
      paths: finding.paths,
      rankReasons: finding.rank.reasons,
      ...(finding.provenance !== undefined && {
        provenance: { ...finding.provenance, step: undefined, steps: stepTexts(finding.provenance.step) },
      }),
    },
  }
}

function messageOf(finding: Finding): string {
  const { name, version } = packageLabel(finding.component)
  if (finding.kind === 'provenance') {
    const why = oneLine(finding.advisory.summary)
    return escapeLinks(`${name} ${version} does not come from where ${oneLine(finding.match.text)} asks: ${why}; ${fixText(finding)}.`)
  }
  const what = finding.kind === 'malware' ? 'is known to be malicious' : `has the known vulnerability ${printable(finding.advisory.id)}`
  const marks = [severityText(finding), ...exploitMarks(finding.advisory)].join(', ')
  const summary = oneLine(finding.advisory.summary)
  return `${escapeLinks(`${name} ${version} ${what} (${marks})${summary === '' ? '' : `: ${summary}`}. Matched by ${oneLine(finding.match.text)}; ${fixText(finding)}.`)}`
}

/** §3.11.6: square brackets would be read as an embedded link. */
function escapeLinks(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&')
}

/** Each package on the shortest paths before the component, at the place where it is stated. */
function relatedLocations(finding: Finding, evidence: ResultContext['evidence']): readonly unknown[] {
  const steps = new Set(finding.paths.flatMap((path) => path.slice(0, -1)))
  const located: unknown[] = []
  for (const step of steps) {
    const place = evidence.get(step)?.[0]
    if (place === undefined) continue
    located.push({ id: located.length + 1, ...sarifLocation(place), message: { text: `needed by way of ${stepLabel(step)}` } })
  }
  return located
}

function suppressionsOf(finding: Finding): readonly unknown[] {
  const { stateReason } = finding
  return stateReason === null || isOpen(finding) ? [] : [suppression(finding.state, stateReason)]
}

function suppression(state: Finding['state'], reason: StateReason): unknown {
  return {
    kind: 'external',
    status: 'accepted',
    justification: reasonText(reason),
    location: {
      physicalLocation: {
        artifactLocation: { uri: relativeUri(reason.source) },
        ...(reason.line !== undefined && { region: { startLine: reason.line } }),
      },
    },
    properties: { state, by: reason.by, justification: reason.justification, author: reason.author, expires: reason.expires },
  }
}
