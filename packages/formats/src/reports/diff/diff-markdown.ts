import type { Finding } from '@cupel/model'
import { exploitMarks, fixText, packageLabel, severityText } from '../text/finding-text.ts'
import { mdCode, mdText } from '../text/markdown-text.ts'
import { disarmCommands } from '../text/workflow-commands.ts'
import type { ComponentChange, ReportDiff } from './diff-reports.ts'
import { counts, placesText } from './diff-text.ts'

const MAX_ROWS = 200

/** The difference as GitHub flavoured Markdown for a pull request: new findings as a table, the rest folded away. */
export function diffMarkdown({ components, findings, indexChanged }: ReportDiff): string {
  const mark = findings.added.length === 0 ? '✅ no new findings' : `❌ ${findings.added.length} new`
  const blocks = [
    `# cupel: ${mark}`,
    `${mdText(counts({ components, findings }))}.`,
    indexChanged ? '⚠️ The advisory data changed between the two: new findings may come from it.' : '',
    table(['Severity', 'Package', 'Advisory', 'Exploited', 'Way out'], findings.added.map(newRow)),
    folded(
      `${findings.resolved.length} resolved`,
      findings.resolved.map(({ finding, how }) => `- ${mdCode(finding.advisory.id)} in ${packageCode(finding)}: ${how}`),
    ),
    folded(
      `${findings.spread.length} known in more files`,
      findings.spread.map(
        ({ finding, paths }) => `- ${mdCode(finding.advisory.id)} in ${packageCode(finding)}: ${mdCode(placesText(paths))}`,
      ),
    ),
    folded(
      `${components.added.length + components.removed.length + components.changed.length} packages changed`,
      [...components.added, ...components.removed, ...components.changed].map(changeLine),
    ),
  ]
  return disarmCommands(`${blocks.filter((block) => block !== '').join('\n\n')}\n`)
}

function newRow(finding: Finding): string {
  const severity = finding.kind === 'malware' ? '**malware**' : mdText(severityText(finding))
  const id = mdCode(finding.advisory.id, { table: true })
  return `| ${[severity, packageCode(finding, true), id, mdText(exploitMarks(finding.advisory).join(', ')), mdText(fixText(finding))].join(' | ')} |`
}

function packageCode(finding: Finding, inTable = false): string {
  const { name, version } = packageLabel(finding.component)
  return mdCode(`${name} ${version}`, { table: inTable })
}

function changeLine({ name, removed, added }: ComponentChange): string {
  const versions = [removed, added].map((list) => list.map((one) => mdCode(one)).join(', '))
  if (removed.length === 0) return `- added ${mdCode(name)} ${versions[1] ?? ''}`
  return added.length === 0 ? `- removed ${mdCode(name)} ${versions[0] ?? ''}` : `- ${mdCode(name)} ${versions.join(' → ')}`
}

function table(head: readonly string[], rows: readonly string[]): string {
  if (rows.length === 0) return ''
  return [`| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...cut(rows)].join('\n')
}

function folded(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : ['<details>', `<summary>${title}</summary>`, '', ...cut(lines), '', '</details>'].join('\n')
}

/** GitHub refuses comments of more than 65,536 characters. */
function cut(lines: readonly string[]): readonly string[] {
  return lines.length <= MAX_ROWS ? lines : [...lines.slice(0, MAX_ROWS), `\n${lines.length - MAX_ROWS} more`]
}
