import type { Finding } from '@cupel/model'
import { defineReport } from '../report-format.ts'
import { policyBlock } from './policy/policy-text.ts'
import { asciiOnly } from './table/ascii.ts'
import { closedBlock, coverageBlock, problemBlock, verdictBlock } from './table/closing-blocks.ts'
import { findingBlock } from './table/finding-block.ts'
import { tableStyle } from './table/style.ts'
import { isOpen } from './text/finding-text.ts'
import { disarmCommands } from './text/workflow-commands.ts'

/** For people at a terminal of any width: open findings by package, worst first, and the verdict with the next step last. */
export default defineReport({
  id: 'table',
  title: 'Text for people, fitted to the terminal',
  media: 'text/plain',
  extension: 'txt',
  write(report, options) {
    const style = tableStyle(options)
    const components = new Map(report.components.map((one) => [one.purl, one]))
    const blocks = [
      ...byComponent(report.findings.filter(isOpen)).map((group) => findingBlock(group, components.get(group[0]?.component ?? ''), style)),
      closedBlock(
        report.findings.filter((one) => !isOpen(one)),
        style,
      ),
      problemBlock(report.problems, style),
      policyBlock(report.policy, style),
      coverageBlock(report, style),
      verdictBlock(report, style),
    ]
    const text = disarmCommands(
      blocks
        .filter((block) => block.length > 0)
        .map((block) => `${block.join('\n')}\n`)
        .join('\n'),
    )
    return options.unicode === false ? asciiOnly(text) : text
  },
})

/** Groups in the order of their first, which is their worst, finding. */
function byComponent(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    const group = groups.get(finding.component)
    if (group === undefined) groups.set(finding.component, [finding])
    else group.push(finding)
  }
  return [...groups.values()]
}
