import { PROVENANCE_RULES } from '@cupel/model'
import type { AdvisoryFacts, Finding, ProvenanceRuleId, Severity } from '@cupel/model'
import { exploitMarks, severityText, shownScore } from '../text/finding-text.ts'
import { mdCode, mdText } from '../text/markdown-text.ts'
import { oneLine, printable } from '../text/printable.ts'

/** Levels of §3.27.10. A severity that nobody stated is a warning, never a note. */
const LEVEL_OF: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  unknown: 'warning',
  medium: 'warning',
  low: 'note',
  none: 'note',
}

/** Code scanning sorts by a number; no score was given, so the middle of the severity stands for it. */
const SCORE_OF: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  unknown: '7.0',
  medium: '5.5',
  low: '2.0',
  none: '0.0',
}

/** Malice and known exploitation are errors whatever the score says. */
export function sarifLevel({ kind, severity, advisory }: Pick<Finding, 'kind' | 'severity' | 'advisory'>): 'error' | 'warning' | 'note' {
  return kind === 'malware' || advisory.kev !== null ? 'error' : LEVEL_OF[severity]
}

/** One reportingDescriptor (§3.49) an advisory, in the order in which findings first name them. */
export function sarifRules(findings: readonly Finding[]): { readonly list: readonly unknown[]; indexOf(finding: Finding): number } {
  const indices = new Map<string, number>()
  const list: unknown[] = []
  for (const finding of findings) {
    if (indices.has(finding.advisory.id)) continue
    indices.set(finding.advisory.id, list.length)
    list.push(sarifRule(finding))
  }
  return { list, indexOf: (finding) => indices.get(finding.advisory.id) ?? -1 }
}

function sarifRule(finding: Finding): unknown {
  const { advisory, kind } = finding
  const score = kind === 'malware' ? 10 : shownScore(finding)
  if (kind === 'provenance') return provenanceRule(finding)
  const title = oneLine(advisory.summary) || (kind === 'malware' ? 'Malicious package' : `Known vulnerability ${printable(advisory.id)}`)
  return {
    id: printable(advisory.id),
    name: kind === 'malware' ? 'MaliciousPackage' : 'VulnerablePackage',
    shortDescription: { text: title },
    fullDescription: { text: `${title} (${[advisory.id, ...advisory.aliases].map(printable).join(', ')})` },
    helpUri: `https://osv.dev/vulnerability/${encodeURIComponent(advisory.id.replace(/\p{Cs}/gu, '\ufffd'))}`,
    help: helpOf(finding, title),
    defaultConfiguration: { level: sarifLevel(finding) },
    properties: {
      tags: tagsOf(advisory, kind),
      precision: 'very-high',
      ...(score !== null && { 'security-severity': score.toFixed(1) }),
    },
  }
}

/** A rule of cupel's own, the same for every component. */
function provenanceRule({ advisory, severity }: Finding): unknown {
  const rule = Object.hasOwn(PROVENANCE_RULES, advisory.id) ? PROVENANCE_RULES[advisory.id as ProvenanceRuleId] : null
  const title = rule?.title ?? printable(advisory.id)
  const text = [title, rule?.meaning ?? '', rule?.remedy ?? ''].filter((part) => part !== '').join('\n')
  return {
    id: printable(advisory.id),
    name: 'UntrustedOrigin',
    shortDescription: { text: title },
    fullDescription: { text: rule?.meaning ?? title },
    help: { text, markdown: mdText(text) },
    defaultConfiguration: { level: LEVEL_OF[severity] },
    properties: { tags: ['security', 'supply-chain', 'provenance'], precision: 'very-high', 'security-severity': SCORE_OF[severity] },
  }
}

function tagsOf({ cwes, kev }: AdvisoryFacts, kind: Finding['kind']): readonly string[] {
  const weaknesses = cwes.map((cwe) => `external/cwe/${printable(cwe).toLowerCase()}`)
  return [...new Set(['security', 'supply-chain', kind, ...(kev ? ['known-exploited'] : []), ...weaknesses])].slice(0, 20)
}

function helpOf(finding: Finding, title: string): { readonly text: string; readonly markdown: string } {
  const { advisory } = finding
  const facts: [string, readonly string[]][] = [
    ['Identifiers', [advisory.id, ...advisory.aliases]],
    ['Severity', [severityText(finding)]],
    ['CVSS', advisory.cvss.map((one) => one.vector)],
    ['Exploitation', exploitMarks(advisory)],
    ['Weaknesses', advisory.cwes],
    ['Published', advisory.published === '' ? [] : [advisory.published]],
  ]
  const present = facts.filter(([, values]) => values.length > 0)
  return {
    text: [title, ...present.map(([name, values]) => `${name}: ${values.map(printable).join(', ')}`)].join('\n'),
    markdown: [
      `**${mdText(title)}**`,
      '',
      ...present.map(([name, values]) => `- ${name}: ${values.map((one) => mdCode(one)).join(', ')}`),
    ].join('\n'),
  }
}
