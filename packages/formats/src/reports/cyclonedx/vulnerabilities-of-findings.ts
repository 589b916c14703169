import { severityOfScore } from '@cupel/model'
import type { AdvisoryFacts, BomVulnerability, Finding } from '@cupel/model'
import { exploitMarks, fixText, packageLabel, reasonText } from '../text/finding-text.ts'
import { oneLine } from '../text/printable.ts'

const METHODS = { '2.0': 'CVSSv2', '3.0': 'CVSSv3', '3.1': 'CVSSv31', '4.0': 'CVSSv4' } as const

/** Labels of the three VEX formats in the words of CycloneDX (impactAnalysisJustification); its own stay. */
const JUSTIFICATIONS: Readonly<Record<string, string>> = {
  component_not_present: 'code_not_present',
  vulnerable_code_not_present: 'code_not_present',
  vulnerable_code_not_in_execute_path: 'code_not_reachable',
  vulnerable_code_cannot_be_controlled_by_adversary: 'protected_by_mitigating_control',
  inline_mitigations_already_exist: 'protected_by_mitigating_control',
}
const OWN_JUSTIFICATIONS = new Set([
  'code_not_present',
  'code_not_reachable',
  'requires_configuration',
  'requires_dependency',
  'requires_environment',
  'protected_by_compiler',
  'protected_at_runtime',
  'protected_at_perimeter',
  'protected_by_mitigating_control',
])

/** A finding is one vulnerability of the document: its analysis is about one component, whose purl is its bom-ref. */
export function vulnerabilitiesOfFindings(findings: readonly Finding[]): readonly BomVulnerability[] {
  return findings.map((finding) => {
    const { advisory } = finding
    return {
      id: advisory.id,
      source: sourceOf(advisory.id),
      references: advisory.aliases.map((id) => ({ id, source: sourceOf(id) })),
      ratings: ratingsOf(finding),
      cwes: advisory.cwes.map((cwe) => Number(/^CWE-(\d{1,6})$/.exec(cwe)?.[1] ?? 0)).filter((cwe) => cwe > 0),
      description: oneLine(advisory.summary),
      detail: '',
      recommendation: recommendationOf(finding),
      advisories: [],
      published: momentOf(advisory.published),
      updated: momentOf(advisory.modified),
      analysis: analysisOf(finding),
      affects: [{ ref: finding.component, versions: [] }],
      properties: propertiesOf(finding),
    }
  })
}

/** Whose id it is, as far as its form tells. */
function sourceOf(id: string): { readonly name: string; readonly url: string } {
  const url = `https://osv.dev/vulnerability/${encodeURIComponent(id.replace(/\p{Cs}/gu, '\ufffd'))}`
  if (id.startsWith('CVE-'))
    return { name: 'NVD', url: `https://nvd.nist.gov/vuln/detail/${encodeURIComponent(id.replace(/\p{Cs}/gu, '\ufffd'))}` }
  return { name: id.startsWith('GHSA-') ? 'GitHub Advisories' : 'OSV', url }
}

function ratingsOf({ advisory, severity }: Finding): BomVulnerability['ratings'] {
  const rated = advisory.cvss.map((one) => ({
    source: '',
    score: one.score,
    // A vector without a score keeps the severity of the finding.
    severity: one.score === null ? severity : severityOfScore(one.score),
    method: METHODS[one.version],
    vector: one.vector,
  }))
  return rated.length > 0 ? rated : [{ source: '', score: null, severity, method: '', vector: '' }]
}

function recommendationOf(finding: Finding): string {
  const { name } = packageLabel(finding.component)
  const text = fixText(finding)
  return finding.kind === 'malware'
    ? `${name}: ${text}`
    : text.startsWith('upgrade')
      ? `Upgrade ${name} ${text.slice('upgrade '.length)}.`
      : ''
}

/** A waiver without VEX justification accepts a risk and does not deny it: the state stays exploitable, and will_not_fix says what is done. */
function analysisOf(finding: Finding): BomVulnerability['analysis'] {
  const { stateReason: reason, state } = finding
  const detail = reason === null ? '' : reasonText(reason)
  switch (state) {
    case 'open':
      return { state: '', justification: '', response: finding.upgrade === null ? [] : ['update'], detail: '' }
    case 'waived':
      if (reason !== null && reason.justification !== '') return notAffected(reason.justification, detail)
      return { state: 'exploitable', justification: '', response: ['will_not_fix'], detail }
    case 'fixed':
      return { state: 'resolved', justification: '', response: [], detail }
    case 'under-investigation':
      return { state: 'in_triage', justification: '', response: [], detail }
    case 'not-affected':
      return notAffected(reason?.justification ?? '', detail)
  }
}

function notAffected(label: string, detail: string): BomVulnerability['analysis'] {
  return { state: 'not_affected', justification: justificationOf(label), response: [], detail }
}

function justificationOf(label: string): string {
  return OWN_JUSTIFICATIONS.has(label) ? label : Object.hasOwn(JUSTIFICATIONS, label) ? (JUSTIFICATIONS[label] ?? '') : ''
}

function propertiesOf({ id, kind, rank, advisory, scopes }: Finding): BomVulnerability['properties'] {
  return [
    ['cupel:finding', id],
    ['cupel:kind', kind],
    ['cupel:rank', String(rank.score)],
    ['cupel:scopes', scopes.join(',')],
    ...marks(advisory),
  ]
}

function marks(advisory: AdvisoryFacts): readonly (readonly [string, string])[] {
  return exploitMarks(advisory).map((mark) => ['cupel:exploited', mark] as const)
}

/** xs:dateTime, which both encodings need; empty otherwise. */
function momentOf(text: string): string {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? text : ''
}
