import type { Finding, ScanReport } from '@cupel/model'
import type { ReportOptions } from '../../report-format.ts'
import { indented } from '../table/finding-block.ts'
import { asciiOnly } from '../table/ascii.ts'
import { tableStyle } from '../table/style.ts'
import type { TableStyle } from '../table/style.ts'
import { directText, fixText, packageLabel, placeText, reasonText, severityText, stepLabel } from '../text/finding-text.ts'
import { oneLine, printable } from '../text/printable.ts'
import { stepTexts } from '../text/step-text.ts'
import { disarmCommands } from '../text/workflow-commands.ts'

/** Findings that an argument of `cupel explain` names: by fingerprint, advisory id or alias (any case), or purl of the component. */
export function findingsAbout({ findings }: Pick<ScanReport, 'findings'>, name: string): readonly Finding[] {
  const upper = name.toUpperCase()
  return findings.filter(
    (one) =>
      one.id === name || one.component === name || [one.advisory.id, ...one.advisory.aliases].some((id) => id.toUpperCase() === upper),
  )
}

/** All that is known of some findings, as text: what, why it matched, why it is there, how it ranks, what closes it, the way out. */
export function explainFindings(findings: readonly Finding[], options: ReportOptions): string {
  const style = tableStyle(options)
  const text = disarmCommands(`${findings.map((one) => explainOne(one, style).join('\n')).join('\n\n')}\n`)
  return options.unicode === false ? asciiOnly(text) : text
}

function explainOne(finding: Finding, style: TableStyle): readonly string[] {
  const { advisory } = finding
  const { name, version } = packageLabel(finding.component)
  const direct = directText(finding.direct)
  const facts: readonly (readonly [string, readonly string[]])[] = [
    ['severity', [severityText(finding)]],
    ['also known as', advisory.aliases.length === 0 ? [] : [advisory.aliases.map(printable).join(', ')]],
    [
      'matched',
      finding.kind === 'provenance' ? [] : [`version ${version || 'unknown'} by ${oneLine(finding.match.text)} (${finding.match.by})`],
    ],
    ['exploited', exploitation(finding)],
    ['scored', advisory.cvss.map((one) => `${printable(one.vector)}${one.score === null ? '' : ` = ${one.score.toFixed(1)}`}`)],
    ['weakness', advisory.cwes.length === 0 ? [] : [advisory.cwes.map(printable).join(', ')]],
    ['published', advisory.published === '' ? [] : [printable(advisory.published.slice(0, 10))]],
    ['needed for', [[...finding.scopes, ...(direct === '' ? [] : [direct])].join(', ')]],
    ['path', finding.paths.map((path) => path.map(stepLabel).join(style.step))],
    ['place', finding.locations.map(placeText)],
    ['rank', [`${finding.rank.score.toFixed(1)} of 100`, ...finding.rank.reasons.map(oneLine)]],
    ['state', [finding.state, ...(finding.stateReason === null ? [] : [reasonText(finding.stateReason)])]],
    ['rule', finding.provenance === undefined ? [] : [oneLine(finding.match.text)]],
    ['digest', (finding.provenance?.digests ?? []).map(printable)],
    ['evidence', (finding.provenance?.evidence ?? []).map(printable)],
    ['checked', finding.provenance === undefined ? [] : stepTexts(finding.provenance.step)],
    ['fixed in', finding.fixedVersions.length === 0 ? [] : [finding.fixedVersions.map(printable).join(', ')]],
    ['way out', [fixText(finding)]],
  ]
  const summary = oneLine(advisory.summary)
  return [
    style.bold(`${printable(advisory.id)} in ${name} ${version}`),
    ...indented(summary, 0, style),
    ...facts.flatMap(([label, values]) => values.flatMap((value, at) => labelled(at === 0 ? label : '', value, style))),
  ]
}

function exploitation({ advisory: { kev, epss } }: Finding): readonly string[] {
  const known = kev === null ? [] : [`known exploited since ${printable(kev.added)}${kev.ransomware ? ', by ransomware' : ''} (CISA KEV)`]
  if (epss === null) return known
  const share = (part: number): string => `${(part * 100).toFixed(2)}%`
  return [...known, `probability in the next 30 days ${share(epss.score)}, higher than ${share(epss.percentile)} of all (EPSS)`]
}

function labelled(label: string, value: string, style: TableStyle): readonly string[] {
  const width = 17
  return indented(value, width, style).map((line, at) => (at === 0 ? `  ${style.dim(label.padEnd(width - 2))}${line.slice(width)}` : line))
}
