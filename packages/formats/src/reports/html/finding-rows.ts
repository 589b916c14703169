import type { Finding } from '@cupel/model'
import {
  directText,
  exploitMarks,
  fixText,
  isOpen,
  packageLabel,
  placeText,
  reasonText,
  severityText,
  stepLabel,
} from '../text/finding-text.ts'
import { oneLine } from '../text/printable.ts'
import { stepTexts } from '../text/step-text.ts'
import { html } from './escape.ts'

const SEVERITY_ORDER = ['none', 'low', 'medium', 'unknown', 'high', 'critical', 'malware']

/** One table body a finding: the row people compare, and a second one with all details behind a disclosure. */
export function findingRows(finding: Finding): string {
  const { advisory, rank, state } = finding
  const { name, version } = packageLabel(finding.component)
  const severity = finding.kind === 'malware' ? 'malware' : finding.severity
  const marks = exploitMarks(advisory)
  const likelihood = (advisory.kev ? 2 + Number(advisory.kev.ransomware) : 0) + (advisory.epss?.score ?? 0)
  const cells = [
    cell('Rank', rank.score.toFixed(1), String(rank.score)),
    cell('Severity', `<span class="badge ${severity}">${html(severityText(finding))}</span>`, String(SEVERITY_ORDER.indexOf(severity))),
    cell('Package', `<strong>${html(name)}</strong> ${html(version)}`, html(name.toLowerCase())),
    cell('Advisory', `<code>${html(advisory.id)}</code>`, html(advisory.id)),
    cell('Exploited', marks.length === 0 ? '<span class="none">–</span>' : html(marks.join(', ')), String(likelihood)),
    cell('State', html(state), state),
  ]
  const filter = [severity, isOpen(finding) ? 'open' : 'closed']
  return `<tbody role="rowgroup" data-severity="${filter[0]}" data-state="${filter[1]}"><tr role="row">${cells.join('')}</tr>
<tr role="row" class="more"><td role="cell" colspan="6">${summaryLine(finding)}${details(finding)}</td></tr></tbody>`
}

function cell(label: string, content: string, value: string): string {
  return `<td role="cell" data-label="${label}" data-value="${value}">${content}</td>`
}

function summaryLine(finding: Finding): string {
  const summary = oneLine(finding.advisory.summary)
  return `<p class="summary">${summary === '' ? '' : `${html(summary)} `}<span class="fix">${html(fixText(finding))}</span></p>`
}

function details(finding: Finding): string {
  const { advisory } = finding
  const direct = directText(finding.direct)
  const facts: readonly (readonly [string, readonly string[]])[] = [
    ['Why not counted', finding.stateReason === null ? [] : [html(reasonText(finding.stateReason))]],
    ['Also known as', advisory.aliases.map(code)],
    ['Matched by', [code(finding.match.text)]],
    ['Fixed in', finding.fixedVersions.map(code)],
    ['CVSS', advisory.cvss.map((one) => code(`${one.vector}${one.score === null ? '' : ` = ${one.score}`}`))],
    ['Weaknesses', advisory.cwes.map(code)],
    ['Published', advisory.published === '' ? [] : [html(advisory.published.slice(0, 10))]],
    ['Needed for', [html([...finding.scopes, ...(direct === '' ? [] : [direct])].join(', '))]],
    ['Path', finding.paths.map((path) => `<ol class="path">${path.map((step) => `<li>${html(stepLabel(step))}</li>`).join('')}</ol>`)],
    ['Place', finding.locations.map((place) => code(placeText(place)))],
    ['Rank', finding.rank.reasons.map(html)],
    ['Digest', (finding.provenance?.digests ?? []).map(code)],
    ['Evidence', (finding.provenance?.evidence ?? []).map(code)],
    ['Checked', finding.provenance === undefined ? [] : stepTexts(finding.provenance.step).map(html)],
  ]
  const rows = facts
    .filter(([, values]) => values.length > 0)
    .map(([label, values]) => `<dt>${label}</dt>${values.map((value) => `<dd>${value}</dd>`).join('')}`)
  return `<details><summary>Details of ${html(advisory.id)}</summary><dl>${rows.join('')}</dl></details>`
}

function code(text: string): string {
  return `<code>${html(text)}</code>`
}
