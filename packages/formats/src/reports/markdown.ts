import type { Finding, Problem, ScanReport } from '@cupel/model'
import { defineReport } from '../report-format.ts'
import { policyMarkdown } from './policy/policy-markdown.ts'
import {
  directText,
  exploitMarks,
  fixText,
  indexText,
  isOpen,
  packageLabel,
  placeText,
  problemPlace,
  provenanceText,
  reasonText,
  severityText,
  stepLabel,
} from './text/finding-text.ts'
import { mdCode, mdText } from './text/markdown-text.ts'
import { nextStep } from './text/next-step.ts'
import { disarmCommands } from './text/workflow-commands.ts'

/** GitHub flavoured Markdown for comments and job summaries. */
export default defineReport({
  id: 'markdown',
  title: 'GitHub flavoured Markdown, for pull requests and job summaries',
  media: 'text/markdown',
  extension: 'md',
  write(report) {
    const open = report.findings.filter(isOpen)
    const closed = report.findings.filter((one) => !isOpen(one))
    const blocks = [
      heading(report),
      findingTable(open),
      details(open),
      closedTable(closed),
      policyMarkdown(report.policy),
      problemTable(report.problems),
      coverage(report),
    ]
    return disarmCommands(`${blocks.filter((block) => block !== '').join('\n\n')}\n`)
  },
})

/** GitHub refuses comments of more than 65,536 characters: the worst findings stand in the table, the very worst with details. */
const MAX_ROWS = 120
const MAX_DETAILS = 25

const VERDICTS = { pass: '✅ pass', fail: '❌ fail', unknown: '⚠️ unknown' } as const

function heading({ target, verdict, index, summary, provenance }: ScanReport): string {
  const reasons = verdict.reasons.length === 0 ? '' : `: ${verdict.reasons.map(mdText).join('; ')}`
  const lines = [
    `# cupel: ${VERDICTS[verdict.outcome]}`,
    '',
    `**${VERDICTS[verdict.outcome]}**${reasons}`,
    '',
    `- Target: ${mdCode(target.name)} (${target.kind}), ${summary.components} components in ${summary.files} files`,
    `- Data: ${mdText(indexText(index))}`,
    ...(provenance === undefined ? [] : [`- Origin: ${mdText(provenanceText({ provenance }))}`]),
  ]
  if (index.kind === 'starter')
    lines.push('- ⚠️ Only the built-in starter set answered: “nothing found” would not be a pass. Run `cupel db sync`.')
  return lines.join('\n')
}

function findingTable(findings: readonly Finding[]): string {
  if (findings.length === 0) return ''
  const rows = findings.slice(0, MAX_ROWS).map((one) => {
    const { name, version } = packageLabel(one.component)
    const marks = exploitMarks(one.advisory).join(', ')
    const place = one.locations[0]
    return row([
      one.rank.score.toFixed(1),
      one.kind === 'malware' ? '**malware**' : mdText(severityText(one)),
      `${mdCode(name, { table: true })} ${mdCode(version, { table: true })}`,
      mdCode(one.advisory.id, { table: true }),
      mdText(marks),
      mdText(fixText(one)),
      place === undefined ? '' : mdCode(placeText(place), { table: true }),
    ])
  })
  return [
    '## Findings',
    '',
    row(['Rank', 'Severity', 'Package', 'Advisory', 'Exploited', 'Way out', 'Place']),
    row(Array(7).fill('---')),
    ...rows,
    ...left(findings.length - MAX_ROWS),
  ]
    .join('\n')
    .trimEnd()
}

function details(findings: readonly Finding[]): string {
  if (findings.length === 0) return ''
  return [
    '<details>',
    '<summary>Details</summary>',
    '',
    ...findings.slice(0, MAX_DETAILS).map(detail),
    ...left(findings.length - MAX_DETAILS),
    '</details>',
  ].join('\n')
}

function left(count: number): readonly string[] {
  return count > 0 ? ['', `${count} more in the other formats.`, ''] : []
}

function detail(finding: Finding): string {
  const { name, version } = packageLabel(finding.component)
  const { advisory } = finding
  const direct = directText(finding.direct)
  const lines = [
    `### ${mdText(advisory.id)} in ${mdText(name)} ${mdText(version)}`,
    '',
    mdText(advisory.summary),
    '',
    ...(advisory.aliases.length > 0 ? [`- Also known as: ${advisory.aliases.map((one) => mdCode(one)).join(', ')}`] : []),
    `- Matched by: ${mdCode(finding.match.text)}`,
    `- Needed for: ${finding.scopes.join(', ')}${direct === '' ? '' : `, ${direct}`}`,
    ...finding.paths.map((path) => `- Path: ${path.map((step) => mdCode(stepLabel(step))).join(' → ')}`),
    ...finding.locations.map((place) => `- Place: ${mdCode(placeText(place))}`),
    ...finding.rank.reasons.map((reason) => `- Rank: ${mdText(reason)}`),
    '',
  ]
  return lines.filter((line, at) => line !== '' || lines[at - 1] !== '').join('\n')
}

function closedTable(findings: readonly Finding[]): string {
  if (findings.length === 0) return ''
  const rows = findings.map((one) => {
    const { name, version } = packageLabel(one.component)
    const why = one.stateReason === null ? '' : mdText(reasonText(one.stateReason))
    return row([one.state, mdCode(one.advisory.id, { table: true }), mdCode(`${name} ${version}`, { table: true }), severityText(one), why])
  })
  return ['## Not counted', '', row(['State', 'Advisory', 'Package', 'Severity', 'Why']), row(Array(5).fill('---')), ...rows].join('\n')
}

function problemTable(problems: readonly Problem[]): string {
  if (problems.length === 0) return ''
  const rows = problems.map((one) =>
    row([
      one.effect,
      one.code,
      mdCode(problemPlace(one), { table: true }),
      mdText(one.detail),
      one.hint === undefined ? '' : mdText(one.hint),
    ]),
  )
  return ['## Problems', '', row(['Effect', 'Code', 'Place', 'What', 'Hint']), row(Array(5).fill('---')), ...rows].join('\n')
}

function coverage(report: ScanReport): string {
  const partly = report.coverage.filter((one) => one.state !== 'read').length
  const read = report.coverage.length - partly
  const files = `${read} of ${report.coverage.length} known files read whole${partly === 0 ? '' : `, ${partly} not`}`
  return `_${files}. Next: ${mdText(nextStep(report))}_`
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
