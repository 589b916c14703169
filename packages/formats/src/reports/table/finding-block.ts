import type { Component, Finding } from '@cupel/model'
import { cutToWidth, displayWidth, padToWidth, wrapToWidth } from '../text/display-width.ts'
import { directText, exploitMarks, fixText, packageLabel, placeText, severityText, stepLabel } from '../text/finding-text.ts'
import { oneLine, printable } from '../text/printable.ts'
import type { TableStyle } from './style.ts'

/** Below this many columns a finding takes two lines instead of one row. */
const NARROW = 84
const MAX_PLACES = 3

/** The open findings of one component: its heading, a row each, then where it is, why it is there and the way out. */
export function findingBlock(findings: readonly Finding[], component: Component | undefined, style: TableStyle): readonly string[] {
  const first = findings[0]
  if (first === undefined) return []
  const rows = style.width < NARROW ? findings.flatMap((one) => narrowRow(one, style)) : wideRows(findings, style)
  return [heading(first, component, style), ...rows, ...around(findings, style)]
}

function heading(finding: Finding, component: Component | undefined, style: TableStyle): string {
  const { name, version, type } = packageLabel(finding.component)
  const facts = [printable(component?.ecosystem || type), directText(finding.direct), finding.scopes.join('+')].filter((one) => one !== '')
  const title = cutToWidth(`${name} ${version}`, style.width, style.cut)
  const rest = facts.join(style.dot)
  const room = style.width - displayWidth(title) - 2
  return room < displayWidth(rest) ? style.bold(title) : `${style.bold(title)}  ${style.dim(rest)}`
}

function wideRows(findings: readonly Finding[], style: TableStyle): readonly string[] {
  const columns = findings.map((one) => [severityText(one), printable(one.advisory.id), marksOf(one), fixedIn(one, style)] as const)
  const widths = [0, 1, 2, 3].map((at) => Math.min(28, Math.max(...columns.map((row) => displayWidth(row[at] ?? '')))))
  return findings.map((finding, at) => {
    const [severity = '', id = '', marks = '', fixed = ''] = (columns[at] ?? []).map((text, place) =>
      padToWidth(cutToWidth(text, widths[place] ?? 0, style.cut), widths[place] ?? 0),
    )
    const cells = [
      style.severity(severityKey(finding), severity),
      id,
      ...(marks === '' ? [] : [style.warn(marks)]),
      ...(fixed === '' ? [] : [fixed]),
    ]
    const used = 2 + widths.reduce((sum, width) => sum + (width === 0 ? 0 : width + 2), 0)
    const summary = oneLine(finding.advisory.summary)
    const room = style.width - used
    return `  ${cells.join('  ')}${room < 12 || summary === '' ? '' : `  ${cutToWidth(summary, room, style.cut)}`}`.trimEnd()
  })
}

function narrowRow(finding: Finding, style: TableStyle): readonly string[] {
  const severity = severityText(finding)
  const id = cutToWidth(printable(finding.advisory.id), style.width - displayWidth(severity) - 4, style.cut)
  const rest = [marksOf(finding), fixedIn(finding, style), oneLine(finding.advisory.summary)].filter((one) => one !== '').join(style.dot)
  return [`  ${style.severity(severityKey(finding), severity)}  ${id}`, ...indented(rest, 4, style, 2)]
}

function around(findings: readonly Finding[], style: TableStyle): readonly string[] {
  const [first] = findings
  if (first === undefined) return []
  const places = first.locations.slice(0, MAX_PLACES).map(placeText)
  const more = first.locations.length - places.length
  const path = [...first.paths].sort((a, b) => a.length - b.length)[0]
  const lines: string[] = []
  if (places.length > 0) lines.push(...indented(`at ${places.join(', ')}${more > 0 ? ` and ${more} more` : ''}`, 2, style))
  if (path && path.length > 1) lines.push(...indented(`via ${path.map(stepLabel).join(style.step)}`, 2, style))
  return [...lines.map(style.dim), ...indented(`${style.arrow} ${wayOut(findings)}`, 2, style)]
}

/** One way out for the component: malice first, then where it comes from, then the version that ends every finding. */
function wayOut(findings: readonly Finding[]): string {
  const first = findings.find((one) => one.kind === 'malware') ?? findings.find((one) => one.kind === 'provenance')
  const upgradable = findings.find((one) => one.upgrade !== null)
  const chosen = first ?? upgradable ?? findings.find((one) => one.fixedVersions.length > 0) ?? findings[0]
  return chosen === undefined ? '' : fixText(chosen)
}

function fixedIn({ kind, fixedVersions }: Finding, style: TableStyle): string {
  if (kind === 'malware' || kind === 'provenance') return ''
  return fixedVersions.length === 0 ? 'no fix' : cutToWidth(`fixed ${fixedVersions.map(printable).join(', ')}`, 28, style.cut)
}

function marksOf({ advisory }: Finding): string {
  return exploitMarks(advisory).join(' ')
}

function severityKey({ kind, severity }: Finding): Finding['severity'] | 'malware' {
  return kind === 'malware' ? 'malware' : severity
}

/** Wrapped and indented; with `most` lines, the rest is cut. */
export function indented(text: string, indent: number, style: TableStyle, most = Infinity): readonly string[] {
  if (text === '') return []
  const lines = wrapToWidth(text, style.width - indent)
  const kept = lines.slice(0, most)
  const last = kept.at(-1)
  if (lines.length > kept.length && last !== undefined)
    kept[kept.length - 1] = cutToWidth(`${last} ${style.cut}${style.cut}`, style.width - indent, style.cut)
  return kept.map((line) => ' '.repeat(indent) + line)
}
