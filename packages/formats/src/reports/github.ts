import type { Finding, Problem } from '@cupel/model'
import { defineReport } from '../report-format.ts'
import { policyCases } from './policy/policy-cases.ts'
import type { PolicyCase } from './policy/policy-cases.ts'
import { exploitMarks, fixText, isOpen, packageLabel, severityText } from './text/finding-text.ts'
import { oneLine, printable } from './text/printable.ts'
import { sarifLevel } from './sarif/rule.ts'

/** Workflow commands of GitHub Actions: one annotation an open finding at each of its places, one a problem, one for the verdict. */
export default defineReport({
  id: 'github',
  title: 'Annotations of GitHub Actions',
  media: 'text/plain',
  extension: 'txt',
  write({ findings, problems, policy, verdict }) {
    const lines = [
      ...findings.filter(isOpen).flatMap(findingCommands),
      ...policyCases(policy).flatMap(policyCommand),
      ...problems.map(problemCommand),
    ]
    const reasons = verdict.reasons.map(oneLine).join('; ')
    lines.push(command(verdict.outcome === 'pass' ? 'notice' : 'error', { title: `cupel: ${verdict.outcome}` }, reasons || verdict.outcome))
    return `${lines.join('\n')}\n`
  },
})

type Level = 'error' | 'warning' | 'notice'

function findingCommands(finding: Finding): readonly string[] {
  const { name, version } = packageLabel(finding.component)
  const level = sarifLevel(finding)
  const marks = [severityText(finding), ...exploitMarks(finding.advisory)].join(', ')
  const summary = oneLine(finding.advisory.summary)
  const message = `${name} ${version} (${marks})${summary === '' ? '' : `: ${summary}`}; ${fixText(finding)}`
  const title = `${printable(finding.advisory.id)} in ${name}`
  const places = finding.locations.length === 0 ? [undefined] : finding.locations
  return places.map((place) =>
    command(level === 'note' ? 'notice' : level, { file: place?.path, line: place?.line, col: place?.column, title }, message),
  )
}

/** One annotation a rule: what it says of each subject stands in the other formats. */
function policyCommand({ kind, className, name, message, body }: PolicyCase): readonly string[] {
  if (kind !== 'failure' && kind !== 'error') return []
  const [first = ''] = body.split('\n')
  return [
    command(
      kind === 'failure' ? 'error' : 'warning',
      { title: `cupel ${oneLine(`${className} ${name}`)}` },
      `${oneLine(first)} (${oneLine(message)})`,
    ),
  ]
}

function problemCommand({ code, effect, path, line, detail, hint }: Problem): string {
  const message = hint === undefined ? oneLine(detail) : `${oneLine(detail)} (${oneLine(hint)})`
  return command(effect === 'incomplete' ? 'warning' : 'notice', { file: path || undefined, line, title: `cupel: ${code}` }, message)
}

function command(level: Level, properties: Readonly<Record<string, string | number | undefined>>, message: string): string {
  const list = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(printable(String(value)))}`)
  return `::${level}${list.length === 0 ? '' : ` ${list.join(',')}`}::${escapeData(message)}`
}

/** The runner decodes %25, %0D and %0A in messages … */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** … and %3A and %2C too in property values. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
